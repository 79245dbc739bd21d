package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example, in both placements; that its results are right is the contract test's. */
class PluginBackendTest {

  private static final MatmulSpec SPEC = new MatmulSpec(Format.F32, 3, 2, 4);
  private static final Settings SETTINGS = Settings.ofThreads(1);

  @TempDir static Path folder;
  private static String library;

  @BeforeAll
  static void build() throws Exception {
    library = ExamplePlugin.build(folder).toString();
  }

  private static PluginBackend backend(boolean inProcess) {
    return new PluginBackend(new PluginFile(library, inProcess));
  }

  private static Inputs inputs() {
    return new Inputs.Matmul(ones(3), ones(2));
  }

  private static Tensor ones(int rows) {
    var data = Arena.ofAuto().allocate(rows * 16L, 64);
    for (int i = 0; i < rows * 4; i++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
    }
    return new Tensor(Format.F32, rows, 4, data);
  }

  private static Device device(PluginBackend backend) {
    return backend.devices().getFirst();
  }

  private static float[] result(PreparedKernel kernel) {
    float[] result = new float[6];
    kernel.readOutput(result);
    return result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsAndSaysWhatRan(boolean inProcess) throws Exception {
    PluginBackend backend = backend(inProcess);
    assertEquals("example-cpu", backend.id());
    assertTrue(device(backend).isHost());
    try (PreparedKernel kernel = backend.prepare(SPEC, device(backend), inputs(), SETTINGS)) {
      assertTrue(Float.isNaN(result(kernel)[5]));
      kernel.run();
      assertArrayEquals(new float[] {4, 4, 4, 4, 4, 4}, result(kernel));
      kernel.poisonOutput();
      assertTrue(Float.isNaN(result(kernel)[0]));
      assertEquals(Optional.empty(), kernel.damage());
      assertEquals(Arithmetic.FLOAT32, kernel.arithmetic());
      assertEquals("decode_rows", kernel.execution().kernel());
      Map<String, String> details = kernel.execution().details();
      assertEquals(library, details.get("plugin.path"));
      assertEquals(64, details.get("plugin.sha256").length());
      assertEquals(16, details.get("plugin.build").length());
      assertEquals(inProcess ? "in-process" : "own process", details.get("plugin.placement"));
      assertEquals("native", details.get("level"));
      assertEquals("f32", details.get("accumulator"));
      assertEquals("on the device", details.get("guard zones"));
      assertEquals("1", details.get("threads"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesWhatItCannotDo(boolean inProcess) {
    PluginBackend backend = backend(inProcess);
    Spec other = Spec.parse("matmul:q4_K*f32:m2,n1,k256");
    var no = (Support.No) backend.supports(other, device(backend));
    assertEquals("it multiplies and decodes f32, q4_0, q8_0", no.reason());
    var thrown =
        assertThrows(
            KernelUnavailableException.class,
            () -> backend.prepare(other, device(backend), inputs(), SETTINGS));
    assertTrue(thrown.getMessage().contains(no.reason()), thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void injectedFaultsShowInTheResult(boolean inProcess) {
    PluginBackend backend = backend(inProcess);
    try (PreparedKernel kernel = backend.prepare(SPEC, device(backend), inputs(), SETTINGS)) {
      backend.inject(device(backend), PluginFault.BIT, 2);
      kernel.run();
      float[] result = result(kernel);
      assertEquals(4, result[1]);
      assertFalse(result[2] == 4);
      backend.inject(device(backend), PluginFault.SILENT, 0);
      kernel.poisonOutput();
      kernel.run();
      assertTrue(Float.isNaN(result(kernel)[0]));
      backend.inject(device(backend), PluginFault.LOST, 0);
      var lost = assertThrows(DeviceLostException.class, kernel::run);
      assertTrue(lost.getMessage().contains("lost, as was asked for"), lost.getMessage());
    }
  }

  @Test
  void aCrashCostsOneKernelAndTheNextGetsANewProcess() {
    PluginBackend backend = backend(false);
    PreparedKernel kernel = backend.prepare(SPEC, device(backend), inputs(), SETTINGS);
    backend.inject(device(backend), PluginFault.CRASH, 0);
    var lost = assertThrows(DeviceLostException.class, kernel::run);
    assertTrue(lost.getMessage().contains("ended while run: SIGABRT"), lost.getMessage());
    assertThrows(DeviceLostException.class, kernel::run);
    kernel.close();
    try (PreparedKernel next = backend.prepare(SPEC, device(backend), inputs(), SETTINGS)) {
      next.run();
      assertEquals(4, result(next)[0]);
    }
  }

  @Test
  void emptyMatricesAreNoTrouble() {
    PluginBackend backend = backend(false);
    Tensor none = new Tensor(Format.F32, 3, 0, Arena.ofAuto().allocate(0));
    Tensor noneOfTwo = new Tensor(Format.F32, 2, 0, Arena.ofAuto().allocate(0));
    var spec = new MatmulSpec(Format.F32, 3, 2, 0);
    try (PreparedKernel kernel =
        backend.prepare(spec, device(backend), new Inputs.Matmul(none, noneOfTwo), SETTINGS)) {
      kernel.run();
      assertArrayEquals(new float[6], result(kernel));
    }
  }
}
