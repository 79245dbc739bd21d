package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import assay.kernels.gpu.driver.GpuLibraries;
import assay.kernels.gpu.driver.Maker;
import assay.kernels.peers.SmallLibrary;
import assay.kernels.reference.Truth;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is chosen, said and left when a matrix library does, or does not, what it was asked for. */
class BlasltTest {

  private static final long SEED = 20261128;

  @AfterEach
  void nothingIsLeft() {
    for (Maker maker : Maker.values()) {
      FakeGpu gpu = FakeGpu.of(maker).told("").toldLibrary("");
      assertEquals(0, gpu.allocatedBytes());
      assertEquals(0, gpu.livingDescriptors());
    }
  }

  private static Spec spec(Format weights) {
    return Spec.parse("matmul:%s*f32:m7,n3,k32".formatted(weights.text()));
  }

  private static Inputs.Matmul inputs(Format weights) {
    return new Inputs.Matmul(tensor(weights, 7, SEED), tensor(Format.F32, 3, ~SEED));
  }

  private static Tensor tensor(Format format, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    MemorySegment stored = MemorySegment.ofArray(new byte[(int) format.bytesFor(values.length)]);
    Codecs.of(format).encode(values, 0, values.length, stored, 0);
    return new Tensor(format, rows, 32, stored);
  }

  private static QueuedKernel prepare(GpuBackend backend, Format weights, String variant) {
    var settings = new Settings(1, Optional.of(variant));
    return (QueuedKernel)
        backend.prepare(spec(weights), backend.devices().getFirst(), inputs(weights), settings);
  }

  private static QueuedKernel prepare(GpuBackend backend) {
    return prepare(backend, Format.F32, "Blaslt.f32");
  }

  private static Measures measures(QueuedKernel kernel, Format weights) {
    float[] result = new float[21];
    kernel.readOutput(result);
    int[] all = IntStream.range(0, result.length).toArray();
    Truth truth = Truth.of(spec(weights), inputs(weights), kernel.arithmetic(), all);
    return Measures.of(truth, result);
  }

  @ParameterizedTest
  @EnumSource
  void theDefaultRoundsNothing(Maker maker) {
    GpuBackend backend = FakeGpu.of(maker).told("").toldLibrary("").blaslt();
    assertEquals(List.of("Blaslt.f32", "Blaslt.tf32"), backend.variants(spec(Format.F32)));
    assertEquals(List.of("Blaslt.f16"), backend.variants(spec(Format.F16)));
    assertEquals(List.of("Blaslt.bf16"), backend.variants(spec(Format.BF16)));
  }

  @Test
  void saysWhatItMultiplies() {
    GpuBackend backend = FakeGpu.of(Maker.CUDA).told("architecture=75").blaslt();
    assertEquals(
        "the cublaslt backend has matmul of f32, f16, bf16, not of q4_0",
        refusal(backend, "matmul:q4_0*f32:m7,n3,k32"));
    assertEquals(
        "cuda0 has units for bf16 from compute capability 8.0 on, and is 7.5",
        refusal(backend, "matmul:bf16*f32:m7,n3,k32"));
    assertEquals("the cublaslt backend has no dequant", refusal(backend, "dequant:f16*f32:m7,k32"));
    assertEquals("cuBLASLt has no empty matrices", refusal(backend, "matmul:f32*f32:m7,n0,k32"));
    assertEquals(List.of(), backend.variants(spec(Format.BF16)));
  }

  private static String refusal(GpuBackend backend, String spec) {
    var device = backend.devices().getFirst();
    return assertInstanceOf(Support.No.class, backend.supports(Spec.parse(spec), device)).reason();
  }

  @ParameterizedTest
  @EnumSource
  void recordsWhatWasChosen(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("").toldLibrary("");
    try (QueuedKernel kernel = prepare(gpu.blaslt(), Format.F32, "Blaslt.tf32")) {
      Map<String, String> details = kernel.execution().details();
      assertEquals("Blaslt.tf32", kernel.execution().kernel());
      assertEquals("tf32", details.get(Execution.MULTIPLIES));
      // The second of the three cannot be run.
      assertEquals("fastest of 2 timed, 3 offered, 64 asked for", details.get("algorithm chosen"));
      assertEquals("4096", details.get("workspace bytes"));
      String number = details.get(maker == Maker.CUDA ? "algorithm" : "algorithm index");
      if (maker == Maker.CUDA) {
        assertEquals("cuBLASLt 13.0.1", details.get("library"));
        assertEquals(128, number.length());
        assertEquals("10", details.get("algorithm tile"));
        assertEquals("60", details.get("algorithm stages"));
        assertEquals("80", details.get("algorithm cluster shape"));
      } else {
        assertEquals("hipBLASLt 1.0.0", details.get("library"));
        assertEquals(48, details.get("algorithm").length());
        assertTrue(List.of("0", "2").contains(number), number);
      }
    }
  }

  /** It takes the device of the thread, which another thread has begun to use. */
  @ParameterizedTest
  @EnumSource
  void startsOnAThreadThatDidNothingElse(Maker maker) throws Exception {
    GpuBackend backend = FakeGpu.of(maker).told("").toldLibrary("").blaslt();
    backend.ceilings(backend.devices().getFirst()).stream()
        .filter(ceiling -> ceiling.id().equals("launch"))
        .forEach(ceiling -> ceiling.prepare().get().close());
    try (var other = Executors.newSingleThreadExecutor()) {
      other.submit(() -> prepare(backend).close()).get();
    }
  }

  @Test
  void leavesOutWhatTheLibraryItselfWouldNotRun() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("").toldLibrary("offers=80");
    try (QueuedKernel kernel = prepare(gpu.blaslt())) {
      assertEquals(
          "fastest of 62 timed, 63 offered, 64 asked for",
          kernel.execution().details().get("algorithm chosen"));
    }
  }

  /** Else copies in rotation would be different kernels. */
  @Test
  void copiesOfACaseHaveOneAlgorithm() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("").toldLibrary("");
    GpuBackend backend = gpu.blaslt();
    try (QueuedKernel first = prepare(backend)) {
      gpu.toldLibrary("offers=2");
      try (QueuedKernel second = prepare(backend)) {
        assertEquals(first.execution(), second.execution());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"F32,f32", "F32,tf32", "F16,f16", "BF16,bf16"})
  void aMissingTermIsFound(Format weights, String factors) {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("").toldLibrary("");
    try (QueuedKernel kernel = prepare(gpu.blaslt(), weights, "Blaslt." + factors)) {
      kernel.run();
      assertTrue(measures(kernel, weights).isWithinTolerance());
      gpu.toldLibrary("spoilt");
      kernel.run();
      assertFalse(measures(kernel, weights).isWithinTolerance());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGraphRepeatsTheRoundingAndTheProduct(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("").toldLibrary("");
    try (QueuedKernel kernel = prepare(gpu.blaslt(), Format.BF16, "Blaslt.bf16");
        QueuedGraph graph = kernel.graph(List.of(kernel)).orElseThrow()) {
      kernel.poisonOutput();
      graph.enqueue();
      kernel.await();
      assertTrue(measures(kernel, Format.BF16).isWithinTolerance());
    }
  }

  @Test
  void aProductThatNoGraphTakes() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("").toldLibrary("");
    try (QueuedKernel kernel = prepare(gpu.blaslt(), Format.F32, "Blaslt.f32")) {
      gpu.toldLibrary("fail=Matmul:15");
      List<QueuedKernel> round = List.of(kernel);
      String message =
          assertThrows(KernelUnavailableException.class, () -> kernel.graph(round)).getMessage();
      assertTrue(message.endsWith("cublasLtMatmul: CUBLAS_STATUS_NOT_SUPPORTED (15)"), message);
      gpu.toldLibrary("");
      kernel.run();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Create",
        "MatmulDescCreate",
        "MatmulDescSetAttribute",
        "MatrixLayoutCreate",
        "MatmulPreferenceCreate",
        "MatmulAlgoGetHeuristic",
        "Matmul"
      })
  void aCallThatFailsWhilePreparing(String function) {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("").toldLibrary("fail=" + function + ":15");
    String message =
        assertThrows(KernelUnavailableException.class, () -> prepare(gpu.blaslt())).getMessage();
    String expected = "cublasLt" + function + ": CUBLAS_STATUS_NOT_SUPPORTED (15)";
    assertTrue(message.startsWith("cublaslt: ") && message.endsWith(expected), message);
  }

  @ParameterizedTest
  @EnumSource
  void aProductThatNoAlgorithmIsFor(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("").toldLibrary("offers=0");
    String message =
        assertThrows(KernelUnavailableException.class, () -> prepare(gpu.blaslt())).getMessage();
    assertTrue(
        message.endsWith(
            " does not multiply m7,n3,k32 of f32: its heuristic has no algorithm for it"),
        message);
  }

  @Test
  void aRunThatFails() {
    FakeGpu gpu = FakeGpu.of(Maker.HIP).told("").toldLibrary("");
    try (QueuedKernel kernel = prepare(gpu.blaslt())) {
      gpu.toldLibrary("fail=Matmul:5");
      String message = assertThrows(IllegalStateException.class, kernel::run).getMessage();
      assertEquals("hipblasLtMatmul: HIPBLAS_STATUS_EXECUTION_FAILED (5)", message);
    }
  }

  @Test
  void versionsWithOtherNumbers() {
    FakeGpu amd = FakeGpu.of(Maker.HIP).told("").toldLibrary("version=300");
    String message =
        assertThrows(KernelUnavailableException.class, () -> prepare(amd.blaslt())).getMessage();
    assertTrue(message.endsWith("is hipBLASLt 0.3.0, and 0.6.0 or newer is needed"), message);

    FakeGpu nvidia = FakeGpu.of(Maker.CUDA).told("").toldLibrary("version=111103");
    String reason = reason(nvidia.blaslt());
    assertTrue(reason.endsWith("is cuBLASLt 11.11.3, and 12.0.0 or newer is needed"), reason);
  }

  @Test
  void aLibraryThatLacksFunctions(@TempDir Path folder) throws Exception {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("");
    Files.copy(gpu.folder().resolve("libcuda.so.1"), folder.resolve("libcuda.so.1"));
    var kit = new assay.kernels.gpu.blaslt.BlasltKit(Maker.CUDA);
    var libraries = new GpuLibraries(Maker.CUDA, List.of(folder));
    String absent = reason(new GpuBackend(kit, libraries, folder));
    assertTrue(absent.startsWith("no libcublasLt.so.13 in the system's"), absent);

    SmallLibrary.compile(folder.resolve("libcublasLt.so.13"), "int cublasLtCreate(void **x);");
    String lacking = reason(new GpuBackend(kit, libraries, folder));
    assertTrue(lacking.endsWith("libcublasLt.so.13 has no cublasLtCreate"), lacking);
  }

  private static String reason(GpuBackend backend) {
    return assertInstanceOf(Availability.Unavailable.class, backend.availability()).reason();
  }

  @ParameterizedTest
  @EnumSource
  void saysHowMuchMemoryIsMissing(Maker maker) {
    FakeGpu gpu = FakeGpu.of(maker).told("memory=1000000").toldLibrary("");
    var refused = assertThrows(KernelUnavailableException.class, () -> prepare(gpu.blaslt()));
    assertTrue(refused.getMessage().contains("missing"), refused.getMessage());
  }

  @Test
  void theOutputIsWrittenByEachRun() {
    FakeGpu gpu = FakeGpu.of(Maker.CUDA).told("").toldLibrary("");
    try (QueuedKernel kernel = prepare(gpu.blaslt())) {
      kernel.poisonOutput();
      float[] poisoned = new float[21];
      kernel.readOutput(poisoned);
      kernel.run();
      float[] result = new float[21];
      kernel.readOutput(result);
      assertNotEquals(Arrays.toString(poisoned), Arrays.toString(result));
      assertEquals(Optional.empty(), kernel.damage());
    }
  }
}
