package assay.kernels.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Rounding;
import assay.kernels.Settings;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import assay.kernels.peers.Peers;
import assay.kernels.reference.Freivalds;
import assay.kernels.reference.Truth;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MatMulNBits with activations of 8 bits, where the zero point of its codes weighs most: one large
 * weight to a block, the others at the smallest code, and activations of one sign.
 */
class OrtEightBitTest {

  private static final String VARIANT = "OrtMatMulNBitsInt8";
  private static final int ROWS = 16;
  private static final int BLOCK = 32;

  private static final OrtBackend BACKEND = new OrtBackend();

  @ParameterizedTest
  @CsvSource({
    "Q4_0,1,32",
    "Q4_0,4,256",
    "Q4_0,1,4096",
    "Q8_0,1,32",
    "Q8_0,4,64",
    "Q8_0,4,256",
    "Q8_0,1,4096"
  })
  void isRightWhereItsZeroPointCancels(Format format, int n, int k) {
    Peers.require("onnxruntime", BACKEND.availability());
    for (long seed = 1; seed <= 20; seed++) {
      var spec = new MatmulSpec(format, ROWS, n, k);
      Inputs.Matmul inputs = inputs(spec, new Random(seed));
      try (var kernel =
          BACKEND.prepare(spec, Device.CPU, inputs, new Settings(1, Optional.of(VARIANT)))) {
        float[] result = new float[ROWS * n];
        kernel.run();
        kernel.readOutput(result);
        Arithmetic arithmetic = kernel.arithmetic();
        assertEquals(new Rounding.Bytes(BLOCK), arithmetic.activations());
        String at = spec + " seed " + seed;
        assertTrue(isRight(spec, inputs, arithmetic, result), at);
        var check = Freivalds.of(spec, inputs, arithmetic, seed);
        assertTrue(check.check(result).orElseThrow() <= 1, at);
        // Further sums lose as much as one product, which WrongResultTest finds in usual weights.
        if (k <= 2 * BLOCK) {
          result[ROWS * n - 1] -= product(inputs, n, k);
          assertFalse(isRight(spec, inputs, arithmetic, result), at + " without one product");
        }
      }
    }
  }

  private static boolean isRight(
      MatmulSpec spec, Inputs.Matmul inputs, Arithmetic arithmetic, float[] result) {
    int[] all = IntStream.range(0, result.length).toArray();
    return Measures.of(Truth.of(spec, inputs, arithmetic, all), result).isWithinTolerance();
  }

  /** The last of the last output's. */
  private static float product(Inputs.Matmul inputs, int n, int k) {
    float[] row = new float[k];
    Tensor w = inputs.weights();
    Codecs.of(w.format()).decode(w.data(), (ROWS - 1) * w.rowBytes(), row, 0, k);
    float[] x = (float[]) inputs.activations().data().heapBase().orElseThrow();
    return row[k - 1] * x[n * k - 1];
  }

  private static Inputs.Matmul inputs(MatmulSpec spec, Random random) {
    int k = (int) spec.k();
    float largest = spec.stored() == Format.Q4_0 ? 8 : 127;
    float scale = 0.3f + random.nextFloat();
    float[] w = new float[ROWS * k];
    for (int i = 0; i < w.length; i++) {
      w[i] = i % BLOCK == 0 ? -largest * scale : random.nextBoolean() ? scale : -scale;
    }
    float[] x = new float[(int) spec.n() * k];
    for (int i = 0; i < x.length; i++) {
      x[i] = (0.5f + 0.5f * random.nextFloat()) * (i % BLOCK == 0 ? 0.01f : 1);
    }
    Format format = spec.stored();
    MemorySegment stored = MemorySegment.ofArray(new byte[(int) format.bytesFor(w.length)]);
    Codecs.of(format).encode(w, 0, w.length, stored, 0);
    return new Inputs.Matmul(
        new Tensor(format, ROWS, k, stored),
        new Tensor(Format.F32, spec.n(), k, MemorySegment.ofArray(x)));
  }
}
