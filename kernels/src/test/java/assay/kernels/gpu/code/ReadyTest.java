package assay.kernels.gpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What sources say of how they are made ahead of time. */
class ReadyTest {

  private static final List<String> FORMATS = List.of("F16", "Q4_0");

  private static Ready parse(String line) {
    String source = "/* A kernel. */\n/* ready: " + line + " */\nint x;\n";
    return Ready.parse(source, FORMATS).getFirst();
  }

  private static boolean has(Ready ready, Map<String, String> defines) {
    return ready.has(new Module("any", defines));
  }

  @Test
  void aSourceOfOneModule() {
    Ready ready = parse("compute_75");
    assertEquals("compute_75", ready.architecture());
    assertTrue(has(ready, Map.of()));
    assertFalse(has(ready, Map.of("ASSAY_FORMAT", "F16")));
  }

  @Test
  void productsOfValuesAndEveryFormat() {
    Ready ready = parse("compute_80 ASSAY_FORMAT=* ASSAY_HEAD=64 128");
    assertTrue(has(ready, Map.of("ASSAY_FORMAT", "Q4_0", "ASSAY_HEAD", "128")));
    assertFalse(has(ready, Map.of("ASSAY_FORMAT", "Q4_1", "ASSAY_HEAD", "128")));
    assertFalse(has(ready, Map.of("ASSAY_FORMAT", "Q4_0")));
  }

  @Test
  void severalLines() {
    String source = "/* ready: compute_75 ASSAY_FORMAT=F16 */\n/* ready: compute_90a */\n";
    assertEquals(
        List.of("compute_75", "compute_90a"),
        Ready.parse(source, FORMATS).stream().map(Ready::architecture).toList());
  }

  @Test
  void whatCannotBeRead() {
    var order = "compute_80 ASSAY_HEAD=64 ASSAY_FORMAT=*";
    assertTrue(refused(order).contains("ASSAY_FORMAT after ASSAY_HEAD"), refused(order));
    assertTrue(refused("compute_80 64").contains("64 where a macro should begin"));
    var none = assertThrows(IllegalArgumentException.class, () -> Ready.parse("int x;\n", FORMATS));
    assertTrue(none.getMessage().contains("no line /* ready: ... */"), none.getMessage());
  }

  private static String refused(String line) {
    return assertThrows(IllegalArgumentException.class, () -> parse(line)).getMessage();
  }

  /** Both read the same comments, and a file that the other names otherwise is never found. */
  @Test
  void theScriptMakesWhatIsAskedFor() throws Exception {
    Set<String> made = new TreeSet<>();
    Set<String> asked = new TreeSet<>();
    for (String line : modules()) {
      String[] words = line.strip().split(" +");
      made.add(words[2]);
      Map<String, String> defines = new java.util.TreeMap<>();
      for (String flag : List.of(words).subList(3, words.length)) {
        String[] define = flag.substring("-D".length()).split("=");
        defines.put(define[0], define[1]);
      }
      Module module = new Module(words[0], defines);
      Sources.of(words[0]).requireDeclared(module);
      asked.add(module.text());
    }
    assertEquals(asked, made);
    assertTrue(made.size() > 50, made.toString());
  }

  private static List<String> modules() throws Exception {
    Process process =
        new ProcessBuilder("sh", Path.of("src/main/cuda/ready.sh").toString(), "--modules")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>(process.inputReader().readAllLines());
    assertEquals(0, process.waitFor());
    return lines;
  }
}
