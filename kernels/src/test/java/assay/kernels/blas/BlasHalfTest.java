package assay.kernels.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import assay.kernels.peers.SmallLibrary;
import assay.kernels.reference.Freivalds;
import assay.kernels.reference.Truth;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The BF16 product of libraries that Debian has none of, so of small real ones in C. */
class BlasHalfTest {

  private static final String SOURCE =
      """
      #include <stdint.h>
      #include <string.h>

      void cblas_sgemm(void) {}
      void cblas_sgemv(void) {}

      static int threads = 1;
      void %1$s(int wanted) { threads = wanted; }
      int %2$s(void) { return threads; }

      static float widened(uint16_t half)
      {
          uint32_t bits = (uint32_t)half << 16;
          float value;
          memcpy(&value, &bits, 4);
          return value;
      }

      #define AT(matrix, trans, ld, row, column) \
          widened((trans) == 112 ? (matrix)[(column) * (ld) + (row)] : (matrix)[(row) * (ld) + (column)])

      void %3$s(int layout, int trans_a, int trans_b, int m, int n, int k, float alpha,
                const uint16_t *a, int lda, const uint16_t *b, int ldb, float beta, float *c, int ldc)
      {
          if (layout != 101) {
              return;
          }
          for (int row = 0; row < m; row++) {
              for (int column = 0; column < n; column++) {
                  float sum = 0;
                  for (int i = %4$d; i < k; i++) {
                      sum += AT(a, trans_a, lda, row, i) * AT(b, trans_b, ldb, i, column);
                  }
                  float *out = c + (long)row * ldc + column;
                  *out = alpha * sum + (beta == 0 ? 0 : beta * *out);
              }
          }
      }
      """;

  @TempDir Path folder;

  private BlasBackend openblas(int from) throws IOException, InterruptedException {
    return compiled("openblas_set_num_threads", "openblas_get_num_threads", "cblas_sbgemm", from);
  }

  private BlasBackend mkl() throws IOException, InterruptedException {
    return compiled("MKL_Set_Num_Threads", "MKL_Get_Max_Threads", "cblas_gemm_bf16bf16f32", 0);
  }

  /**
   * @param from the first product that is not left out
   */
  private BlasBackend compiled(String set, String get, String gemm, int from)
      throws IOException, InterruptedException {
    String source = SOURCE.formatted(set, get, gemm, from);
    Path library = SmallLibrary.compile(folder.resolve(gemm + from + ".so"), source);
    return new BlasBackend(new BlasLocator(Optional.of(library), List.of()));
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,1,1000", "7,1,13", "17,1,4099", "5,3,1", "31,33,65", "63,65,257"})
  void bothNamesOfTheProductAreRight(int m, int n, int k) throws Exception {
    for (BlasBackend backend : List.of(openblas(0), mkl())) {
      var spec = new MatmulSpec(Format.BF16, m, n, k);
      Inputs.Matmul inputs = inputs(spec);
      float[] result = new float[m * n];
      try (var kernel = prepare(backend, spec, inputs)) {
        kernel.poisonOutput();
        kernel.run();
        kernel.readOutput(result);
        assertEquals(Arithmetic.roundingActivations(Format.BF16), kernel.arithmetic());
        assertEquals(Optional.empty(), kernel.damage());
        var measures = Measures.of(truth(spec, inputs, kernel.arithmetic()), result);
        assertTrue(measures.isWithinTolerance(), measures::toString);
        var check = Freivalds.of(spec, inputs, kernel.arithmetic(), 5);
        assertTrue(check.check(result).orElseThrow() <= 1);
      }
    }
  }

  @Test
  void withoutTheFirstProductItIsWrong() throws Exception {
    var spec = new MatmulSpec(Format.BF16, 24, 3, 4096);
    Inputs.Matmul inputs = inputs(spec);
    float[] result = new float[24 * 3];
    try (var kernel = prepare(openblas(1), spec, inputs)) {
      kernel.run();
      kernel.readOutput(result);
      var measures = Measures.of(truth(spec, inputs, kernel.arithmetic()), result);
      assertFalse(measures.isWithinTolerance(), measures::toString);
    }
  }

  @Test
  void activationsAreRoundedAtEachRun() throws Exception {
    var spec = new MatmulSpec(Format.BF16, 4, 2, 33);
    Inputs.Matmul inputs = inputs(spec);
    float[] before = new float[8];
    float[] after = new float[8];
    try (var kernel = prepare(openblas(0), spec, inputs)) {
      kernel.run();
      kernel.readOutput(before);
      inputs.activations().data().fill((byte) 0);
      kernel.run();
      kernel.readOutput(after);
    }
    assertTrue(IntStream.range(0, 8).anyMatch(i -> before[i] != 0));
    for (float value : after) {
      assertEquals(0, value);
    }
  }

  @Test
  void theRecordSaysWhatRan() throws Exception {
    var spec = new MatmulSpec(Format.BF16, 2, 2, 4);
    try (var kernel = prepare(openblas(0), spec, inputs(spec))) {
      assertEquals("CblasSbgemm", kernel.execution().kernel());
      assertTrue(kernel.execution().details().get("activations as").startsWith("bf16"));
    }
    try (var kernel = prepare(mkl(), spec, inputs(spec))) {
      assertEquals("CblasGemmBf16bf16f32", kernel.execution().kernel());
    }
  }

  @Test
  void aLibraryWithoutItSaysWhatIsMissing() throws Exception {
    BlasBackend backend = compiled("openblas_set_num_threads", "openblas_get_num_threads", "f", 0);
    Spec spec = Spec.parse("matmul:bf16*f32:m2,n2,k4");
    var no = assertInstanceOf(Support.No.class, backend.supports(spec, Device.CPU));
    assertTrue(no.reason().contains("f0.so exports neither cblas_sbgemm"), no.reason());
    assertTrue(no.reason().contains("cblas_gemm_bf16bf16f32"), no.reason());
    assertEquals(List.of(), backend.variants(spec));
  }

  private static PreparedKernel prepare(BlasBackend backend, Spec spec, Inputs inputs) {
    return backend.prepare(spec, Device.CPU, inputs, Settings.ofThreads(2));
  }

  private static Truth truth(Spec spec, Inputs inputs, Arithmetic arithmetic) {
    int[] all = IntStream.range(0, (int) spec.outputs()).toArray();
    return Truth.of(spec, inputs, arithmetic, all);
  }

  private static Inputs.Matmul inputs(MatmulSpec spec) {
    var random = new Random(31 * spec.m() + 17 * spec.n() + spec.k());
    return new Inputs.Matmul(
        tensor(Format.BF16, spec.m(), spec.k(), random),
        tensor(Format.F32, spec.n(), spec.k(), random));
  }

  private static Tensor tensor(Format format, long rows, long columns, Random random) {
    float[] values = new float[(int) (rows * columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    MemorySegment data = MemorySegment.ofArray(new byte[(int) format.bytesFor(values.length)]);
    Codecs.of(format).encode(values, 0, values.length, data, 0);
    return new Tensor(format, rows, columns, data);
  }
}
