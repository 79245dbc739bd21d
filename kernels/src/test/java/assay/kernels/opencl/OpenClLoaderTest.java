package assay.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Availability;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.peers.BrokenLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when OpenCL, its drivers or their devices are not what they should be. */
class OpenClLoaderTest {

  private static final Path SOURCE = Path.of("src/test/c/opencl/fake_loader.c").toAbsolutePath();

  @TempDir private Path folder;

  private String reason() {
    var folders = new LibraryFolders(OpenClDriver.VARIABLE, List.of(folder), List.of());
    var backend = new ComputeBackend(new OpenClDriver(folders, folder.resolve("cache")));
    var availability = backend.availability();
    assertEquals(List.of(), backend.devices());
    return ((Availability.Unavailable) availability).reason();
  }

  @Test
  void noLoader() {
    assertEquals(
        "no libOpenCL.so.1 in the system's library folders; ASSAY_OPENCL may name another folder",
        reason());
  }

  @Test
  void aLibraryThatIsNoLoader() {
    BrokenLibraries.unrelated(folder.resolve("libOpenCL.so.1"));
    assertEquals(folder.resolve("libOpenCL.so.1") + " has no clGetPlatformIDs", reason());
  }

  @Test
  void aLoaderOfAnotherMachine() {
    BrokenLibraries.foreign(folder.resolve("libOpenCL.so.1"));
    assertTrue(reason().startsWith(folder.resolve("libOpenCL.so.1") + " is "), reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_PLATFORM | no platform: no driver is installed beside the loader, or none of those that"
            + " /etc/OpenCL/vendors names can be loaded",
        "NO_DEVICE | no device that can be used: the platform Fake has no device",
        "NO_MEMORY | no device that can be used: opencl0 (fake) says that it has 0 bytes of memory",
        "NO_COMPILER | no device that can be used: opencl0 (fake) has no compiler, and kernels are"
            + " compiled for it when they are needed",
        "NO_ANSWER | no device that can be used: opencl0 does not tell what it is: clGetDeviceInfo:"
            + " CL_INVALID_VALUE (-30)"
      })
  void whatIsMissing(String fake, String reason) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
    List<String> command =
        List.of("gcc", "-shared", "-fPIC", "-DFAKE=" + fake, "-o", "libOpenCL.so.1", "" + SOURCE);
    var gcc = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, gcc.waitFor());
    assertEquals("libOpenCL.so.1 has " + reason, reason());
  }
}
