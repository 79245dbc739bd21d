package assay.kernels.gpu.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Availability;
import assay.kernels.gpu.GpuBackend;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AMD's own driver library and run-time compiler, as Debian packs them, without a device. */
class RealCompilerTest {

  private static final List<String> OPTIONS =
      List.of("-std=c++17", "-O3", "-ffp-contract=off", "--offload-arch=gfx90a");

  private final GpuLibraries libraries = GpuLibraries.fromEnvironment(Maker.HIP);

  @BeforeEach
  void isThere() {
    assumeTrue(
        libraries.find(Maker.HIP.compilerNames()).isPresent(), "libamdhip64-5 is not installed");
  }

  @Test
  void compilesToMachineCode() throws Exception {
    byte[] code = compile("dequant", "-DASSAY_FORMAT=Q8_0");
    assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, Arrays.copyOf(code, 4));
  }

  @Test
  void compilesWhatUsesSharedMemory() throws Exception {
    byte[] code = compile("matmul_fma", "-DASSAY_FORMAT=Q4_0");
    assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, Arrays.copyOf(code, 4));
  }

  @Test
  void saysWhatDoesNotCompile() {
    var refused =
        assertThrows(CompileException.class, () -> compile("dequant", "-DASSAY_FORMAT=NOT_ONE"));
    assertTrue(refused.getMessage().contains("NOT_ONE"), refused.getMessage());
  }

  @Test
  void aDriverWithoutADevice(@TempDir Path cache) {
    var gone =
        assertInstanceOf(
            Availability.Unavailable.class, new GpuBackend(libraries, cache).availability());
    assertTrue(gone.reason().endsWith("has no device that this process may use"), gone.reason());
  }

  private byte[] compile(String source, String define) throws Exception {
    var options = new java.util.ArrayList<>(OPTIONS);
    options.add(define);
    return RuntimeCompiler.open(libraries).compile(source, Sources.of(source), options);
  }
}
