package assay.kernels.vulkan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ComputeDriver;
import assay.kernels.peers.LoaderTests;
import assay.kernels.peers.SmallLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is said when Vulkan or its drivers are not what they should be. */
class VulkanLoaderTest extends LoaderTests {

  private static final Path SOURCE =
      Path.of("src/test/c/vulkan/crashing_driver.c").toAbsolutePath();

  VulkanLoaderTest() {
    super("libvulkan.so.1", "ASSAY_VULKAN", "vkGetInstanceProcAddr");
  }

  @Override
  protected ComputeDriver driver(Path folder) {
    var folders = new LibraryFolders(VulkanDriver.VARIABLE, List.of(folder), List.of());
    return new VulkanDriver(folders, folder.resolve("cache"));
  }

  @Test
  void aDriverThatCrashesEndsAnotherProcessAndIsNamed() throws Exception {
    Path crashing = crashingDriver();
    Path harmless = driver("harmless", "nowhere.so");
    var thrown =
        assertThrows(
            UnusableLibraryException.class, () -> trial(crashing + ":" + harmless).require());
    assertEquals(
        ("a process that loads the Vulkan driver of %s crashes (exit code 134); set"
                + " VK_DRIVER_FILES=%s to do without")
            .formatted(crashing, harmless),
        thrown.getMessage());
    thrown =
        assertThrows(UnusableLibraryException.class, () -> trial(crashing.toString()).require());
    assertTrue(thrown.getMessage().endsWith("; there is no other"), thrown.getMessage());
  }

  @Test
  void whatWentWellIsTriedAgainWhenADriverChanges() throws Exception {
    Path driver = driver("harmless", "changing.so");
    trial(driver.toString()).require();
    Path crashing = crashingDriver();
    Files.move(crashing.resolveSibling("crashing.so"), folder.resolve("changing.so"));
    assertThrows(UnusableLibraryException.class, () -> trial(driver.toString()).require());
  }

  @Test
  void aTrialOfADriverThatHangsEndsWithItsParent() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
    String source =
        "#include <unistd.h>\n__attribute__((constructor)) void up() { for (;;) sleep(1); }";
    SmallLibrary.compile(folder.resolve("hanging.so"), source);
    Path driver = driver("hanging", "hanging.so");
    var system = LibraryFolders.fromEnvironment(VulkanDriver.VARIABLE, "assay.vulkan");
    Path loader = system.find(List.of("libvulkan.so.1")).orElse(null);
    assumeTrue(loader != null, "no Vulkan loader is installed");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            DriverTrial.class.getName(),
            loader.getParent().toString(),
            folder.resolve("cache").toString());
    builder.environment().put(DriverFiles.VARIABLE, driver.toString());
    Process trial = builder.redirectErrorStream(true).start();
    try {
      assertFalse(trial.waitFor(3, TimeUnit.SECONDS), "it did not hang");
      trial.getOutputStream().close(); // As the end of its parent does.
      assertTrue(trial.waitFor(30, TimeUnit.SECONDS), "it is still there");
    } finally {
      trial.destroyForcibly();
    }
  }

  private DriverTrial trial(String drivers) throws UnusableLibraryException {
    var system = LibraryFolders.fromEnvironment(VulkanDriver.VARIABLE, "assay.vulkan");
    Path loader = system.find(List.of("libvulkan.so.1")).orElse(null);
    assumeTrue(loader != null, "no Vulkan loader is installed");
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(DriverFiles.VARIABLE, drivers);
    return DriverTrial.of(loader, folder.resolve("cache"), environment);
  }

  private Path crashingDriver() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
    List<String> command = List.of("gcc", "-shared", "-fPIC", "-o", "crashing.so", "" + SOURCE);
    var gcc = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, gcc.waitFor());
    return driver("crashing", "crashing.so");
  }

  private Path driver(String name, String library) throws IOException {
    String text =
        """
        {"file_format_version": "1.0.0",
         "ICD": {"library_path": "%s", "api_version": "1.3.0"}}
        """
            .formatted(folder.resolve(library));
    return Files.writeString(folder.resolve(name + ".json"), text);
  }

  @Test
  void driversAreLookedForWhereTheLoaderDoes() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/vulkan/icd.d"));
    Path one = Files.writeString(data.resolve("one.json"), "{}");
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_DATA_DIRS", folder.resolve("data") + ":relative");
    assertTrue(DriverFiles.of(environment).files().contains(one));
    environment.put("VK_ICD_FILENAMES", other + ":" + folder.resolve("gone.json"));
    assertEquals(List.of(other), DriverFiles.of(environment).files());
    environment.put("VK_DRIVER_FILES", data.toString());
    assertEquals(List.of(one), DriverFiles.of(environment).files());
  }
}
