package assay.probe.nvml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class NvmlLocatorTest {

  private static final String ELF = "\u007fELF";

  @TempDir private Path folder;

  @Test
  void aPropertyGoesBeforeTheEnvironment() {
    Map<String, String> environment = Map.of(NvmlLocator.VARIABLE, "/b.so");
    assertEquals(
        Optional.of(Path.of("/a.so")), NvmlLocator.of(Optional.of("/a.so"), environment).named());
    assertEquals(
        Optional.of(Path.of("/b.so")), NvmlLocator.of(Optional.empty(), environment).named());
    assertEquals(Optional.empty(), NvmlLocator.of(Optional.empty(), Map.of()).named());
  }

  @Test
  void theWorkingDirectoryIsNeverLoadedFrom() {
    assertEquals(
        "unreadable: libnvidia-ml.so.1 is not a full path, and libraries are never loaded from the"
            + " working directory",
        reason(named(Path.of("libnvidia-ml.so.1"))));
    for (Path searched : NvmlLocator.of(Optional.empty(), Map.of()).folders()) {
      assertTrue(searched.isAbsolute(), searched.toString());
    }
  }

  @Test
  void theFirstFolderThatHasItWins() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path full = Files.createDirectory(folder.resolve("full"));
    Path library = Files.writeString(full.resolve("libnvidia-ml.so.1"), ELF);
    assertEquals(
        Optional.of(library),
        new NvmlLocator(Optional.empty(), List.of(empty, full)).find().asOptional());
    assertTrue(
        reason(new NvmlLocator(Optional.empty(), List.of(empty)))
            .startsWith("absent: no libnvidia-ml.so.1, which comes with NVIDIA's driver"));
  }

  @Test
  void whatAnybodyMayHaveWrittenIsNotLoaded() throws Exception {
    Path library = Files.writeString(folder.resolve("open.so"), ELF);
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertTrue(reason(named(library)).contains("can be written to by everybody"));
  }

  @Test
  void aFileThatIsNoLibraryIsSaid() throws Exception {
    Path text = Files.writeString(folder.resolve("text.so"), "no library\n");
    assertEquals("unreadable: " + text + " is no library of this system", refusal(named(text)));
    Path cut = Files.writeString(folder.resolve("cut.so"), ELF);
    assertTrue(refusal(named(cut)).startsWith("unreadable: " + cut + " cannot be loaded"));
    // A library of the JDK that exports nothing of what is wanted.
    Path other = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
    assertEquals("not supported: this driver's NVML has no nvmlInit_v2", refusal(named(other)));
    assertEquals("absent: no file /no/such.so", refusal(named(Path.of("/no/such.so"))));
  }

  private static NvmlLocator named(Path file) {
    return new NvmlLocator(Optional.of(file), List.of());
  }

  private static String reason(NvmlLocator locator) {
    return ((Reading.Unavailable<Path>) locator.find()).reason();
  }

  private static String refusal(NvmlLocator locator) {
    return ((Reading.Unavailable<Nvml>) Nvml.open(locator)).reason();
  }
}
