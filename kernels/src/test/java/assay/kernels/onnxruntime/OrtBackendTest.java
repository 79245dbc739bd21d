package assay.kernels.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.peers.Peers;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract tests don't say: refusals, the record, threads, many sessions at once. */
class OrtBackendTest {

  private static final Spec SMALL = Spec.parse("matmul:f32*f32:m40,n3,k64");

  private static final OrtBackend BACKEND = new OrtBackend();

  private static OrtBackend backend() {
    Peers.require("onnxruntime", BACKEND.availability());
    return BACKEND;
  }

  @ParameterizedTest
  @CsvSource({
    "'matmul:f16*f32:m2,n2,k32', widen",
    "'matmul:bf16*f32:m2,n2,k32', f32",
    "'matmul:q4_1*f32:m2,n2,k32', zero point",
    "'matmul:q4_K*f32:m2,n2,k256', zero point",
    "'matmul:iq4_nl*f32:m2,n2,k32', q4_0",
    "'matmul:f32*f32:m0,n2,k32', empty",
    "'dequant:q8_0*bf16:m2,k32', bf16",
    "'dequant:q6_K*f32:m2,k256', q6_K",
    "'attention:f32*q8_0:h2,kv1,d32,n1,c9,causal', q8_0",
    "'attention:f32*f16:h2,kv1,d32,n1,c9,causal', float16",
    "'attention:f32*f32:h2,kv1,d32,v64,n2,c9,causal,sinks', one width",
    "'attention:f32*f32:h2,kv1,d36,n2,c9,causal,sinks', multiple of 8"
  })
  void refusesWhatItsOperatorsDoNotMean(String text, String word) {
    var no = assertInstanceOf(Support.No.class, backend().supports(Spec.parse(text), Device.CPU));
    assertTrue(no.reason().contains(word), no.reason());
  }

  /** Which GroupQueryAttention refuses when it runs. */
  @Test
  void headsOfAnyWidthGoToAttention() {
    var odd = Spec.parse("attention:f32*f32:h2,kv1,d7,n3,c9,causal");
    assertEquals(List.of("OrtAttention"), backend().variants(odd));
  }

  @Test
  void listsTheProvidersOfTheLibrary() {
    assertTrue(backend().devices().stream().anyMatch(device -> device.id().equals("cpu")));
    var no =
        assertInstanceOf(
            Support.No.class, backend().supports(SMALL, new Device("cuda", "another provider")));
    assertTrue(no.reason().contains("cuda"), no.reason());
  }

  @Test
  void saysWhatRan() {
    try (PreparedKernel kernel = prepare(SMALL, inputs(3), 2, Optional.empty())) {
      var details = kernel.execution().details();
      assertEquals("OrtMatMul", kernel.execution().kernel());
      assertEquals("ONNX Runtime", details.get("library"));
      assertTrue(details.get("version").startsWith("1."), details::toString);
      assertEquals("CPUExecutionProvider", details.get("execution provider"));
      assertTrue(Path.of(details.get("file")).isAbsolute());
      assertEquals("2", details.get("threads"));
    }
  }

  @Test
  void anUnknownVariantIsRefusedWithTheKnownOnes() {
    var thrown =
        assertThrows(
            KernelUnavailableException.class,
            () -> prepare(SMALL, inputs(3), 1, Optional.of("Fastest")));
    assertTrue(thrown.getMessage().contains("OrtMatMul"), thrown.getMessage());
  }

  @Test
  void sessionsOfDifferentThreadCountsLiveSideBySide() {
    float[] expected = result(1);
    try (PreparedKernel two = prepare(SMALL, inputs(3), 2, Optional.empty());
        PreparedKernel one = prepare(SMALL, inputs(3), 1, Optional.empty());
        PreparedKernel twoAgain = prepare(SMALL, inputs(3), 2, Optional.empty())) {
      for (PreparedKernel kernel : List.of(one, two, twoAgain, one)) {
        assertArrayEquals(expected, run(kernel), 1e-4f);
      }
      assertFalse(
          one.execution()
              .details()
              .get("threads by")
              .equals(two.execution().details().get("threads by")));
      assertEquals(
          two.execution().details().get("threads by"),
          twoAgain.execution().details().get("threads by"));
    }
    assertArrayEquals(expected, result(1));
  }

  @Test
  void aClosedKernelSaysSo() {
    PreparedKernel kernel = prepare(SMALL, inputs(3), 1, Optional.empty());
    kernel.close();
    assertThrows(IllegalStateException.class, kernel::run);
  }

  private static float[] result(int threads) {
    try (PreparedKernel kernel = prepare(SMALL, inputs(3), threads, Optional.empty())) {
      return run(kernel);
    }
  }

  private static float[] run(PreparedKernel kernel) {
    float[] y = new float[(int) SMALL.outputs()];
    kernel.poisonOutput();
    kernel.readOutput(y);
    assertTrue(Float.isNaN(y[0]) && Float.isNaN(y[y.length - 1]));
    kernel.run();
    kernel.readOutput(y);
    return y;
  }

  private static PreparedKernel prepare(
      Spec spec, Inputs inputs, int threads, Optional<String> variant) {
    return backend().prepare(spec, Device.CPU, inputs, new Settings(threads, variant));
  }

  private static Inputs inputs(long seed) {
    var spec = (MatmulSpec) SMALL;
    var random = new Random(seed);
    return new Inputs.Matmul(
        tensor(spec.m(), spec.k(), random), tensor(spec.n(), spec.k(), random));
  }

  private static Tensor tensor(long rows, long columns, Random random) {
    float[] data = new float[(int) (rows * columns)];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return new Tensor(Format.F32, rows, columns, MemorySegment.ofArray(data));
  }
}
