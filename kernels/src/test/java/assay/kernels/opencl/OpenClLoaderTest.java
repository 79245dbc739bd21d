package assay.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.binding.LibraryFolders;
import assay.kernels.compute.ComputeDriver;
import assay.kernels.peers.LoaderTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when OpenCL, its drivers or their devices are not what they should be. */
class OpenClLoaderTest extends LoaderTests {

  private static final Path SOURCE = Path.of("src/test/c/opencl/fake_loader.c").toAbsolutePath();

  OpenClLoaderTest() {
    super("libOpenCL.so.1", "ASSAY_OPENCL", "clGetPlatformIDs");
  }

  @Override
  protected ComputeDriver driver(Path folder) {
    var folders = new LibraryFolders(OpenClDriver.VARIABLE, List.of(folder), List.of());
    return new OpenClDriver(folders, folder.resolve("cache"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_PLATFORM | no platform: no driver is installed beside the loader, or none of those that"
            + " /etc/OpenCL/vendors names can be loaded",
        "BAD_COUNT | no device that can be used: the platform Fake says that it has 4294967295"
            + " devices",
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
