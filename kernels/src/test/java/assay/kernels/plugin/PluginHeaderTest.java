package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header's own assertions speak of the layout; here they are put to several compilers. */
class PluginHeaderTest {

  private static final Path INCLUDE = ExamplePlugin.INCLUDE;
  private static final Pattern FORMAT = Pattern.compile("ASSAY_([A-Z0-9_]+) = (\\d+)");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -std=c11",
        "g++ -std=c++17",
        "aarch64-linux-gnu-gcc -std=c11",
        "riscv64-linux-gnu-gcc -std=c11",
        "clang-19 -std=c11 -ffreestanding --target=x86_64-pc-windows-msvc"
      })
  void everyCompilerLaysItOutAlike(String compiler) throws Exception {
    String[] words = compiler.split(" ");
    assumeTrue(isInstalled(words[0]), words[0] + " is not installed");
    Path source = folder.resolve(words[0].endsWith("++") ? "one.cc" : "one.c");
    Files.writeString(source, "#include \"assay_plugin.h\"\n");
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(List.of("-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"));
    command.addAll(List.of("-I", INCLUDE.toString(), source.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @Test
  void formatsHaveOurNumbers() throws IOException {
    Map<String, Integer> ours = new TreeMap<>();
    for (Format format : Format.values()) {
      ours.put(format.name(), format.ggmlId());
    }
    String header = Files.readString(INCLUDE.resolve("assay_plugin.h"));
    int start = header.indexOf("ASSAY_F32 = 0");
    String formats = header.substring(start, header.indexOf("ASSAY_TF32", start));
    Map<String, Integer> theirs = new TreeMap<>();
    for (Matcher each = FORMAT.matcher(formats); each.find(); ) {
      theirs.put(each.group(1), Integer.parseInt(each.group(2)));
    }
    assertEquals(ours, theirs);
  }

  @Test
  void shipsInTheJar() {
    assertNotNull(Format.class.getResource("/assay/kernels/plugin/assay_plugin.h"));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }
}
