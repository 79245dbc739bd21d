package assay.kernels.vector.matvec;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.vector.decode.RowDecoder;
import assay.kernels.vector.decode.RowDecoders;
import assay.kernels.vector.shape.VectorShapes;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** See {@link VectorMatmulRowDot}. */
final class RowDotKernel extends MatvecKernel {

  private static final VectorSpecies<Float> F32 = VectorShapes.F32;

  /**
   * 16 KiB of decoded weights and activations each: together they leave half of a 64 KiB L1 alone.
   */
  private static final int CHUNK = 2048;

  private static final int ROWS_PER_STRETCH = 16;

  private final Tensor weights;
  private final RowDecoder decoder;
  private final float[][] scratch;
  private final float[][] lanes;

  RowDotKernel(MatmulSpec spec, Inputs.Matmul inputs, int threads) {
    super(spec, inputs, threads, stretches(spec), (int) spec.m());
    weights = inputs.weights();
    decoder = RowDecoders.of(spec.stored());
    scratch = new float[threads][CHUNK];
    lanes = new float[threads][F32.length()];
  }

  private static int stretches(MatmulSpec spec) {
    return Math.toIntExact(Math.ceilDiv(spec.m(), ROWS_PER_STRETCH));
  }

  @Override
  void runStretch(int stretch, int thread) {
    int from = stretch * ROWS_PER_STRETCH;
    int to = (int) Math.min(spec.m(), from + ROWS_PER_STRETCH);
    for (int row = from; row < to; row++) {
      runRow(row, scratch[thread], lanes[thread]);
    }
  }

  private void runRow(int row, float[] decoded, float[] partial) {
    int k = (int) spec.k();
    int n = (int) spec.n();
    long rowStart = row * weights.rowBytes();
    for (int column = 0; column < n; column++) {
      output[column * outputStride + row] = 0;
    }
    for (int at = 0; at < k; at += CHUNK) {
      int count = Math.min(CHUNK, k - at);
      decoder.decode(weights.data(), rowStart + spec.stored().bytesFor(at), decoded, 0, count);
      for (int column = 0; column < n; column++) {
        output[column * outputStride + row] +=
            dot(decoded, activations, column * k + at, count, partial);
      }
    }
  }

  /**
   * Four accumulators hide the latency of the multiply-add.
   *
   * <p>The lanes are summed through memory in a fixed order: {@code reduceLanes} may choose another
   * one once it is compiled, and then the same call gives another result.
   */
  private static float dot(float[] w, float[] x, int xStart, int count, float[] lanes) {
    FloatVector sum0 = FloatVector.zero(F32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int step = 4 * F32.length();
    int i = 0;
    for (; i <= count - step; i += step) {
      sum0 = load(w, i, 0).fma(load(x, xStart + i, 0), sum0);
      sum1 = load(w, i, 1).fma(load(x, xStart + i, 1), sum1);
      sum2 = load(w, i, 2).fma(load(x, xStart + i, 2), sum2);
      sum3 = load(w, i, 3).fma(load(x, xStart + i, 3), sum3);
    }
    sum0.add(sum1).add(sum2.add(sum3)).intoArray(lanes, 0);
    float sum = 0;
    for (int lane = 0; lane < F32.length(); lane++) {
      sum += lanes[lane];
    }
    for (; i < count; i++) {
      sum = Math.fma(w[i], x[xStart + i], sum);
    }
    return sum;
  }

  private static FloatVector load(float[] array, int start, int vector) {
    return FloatVector.fromArray(F32, array, start + vector * F32.length());
  }

  @Override
  public Execution execution() {
    return new Execution(
        "VectorMatmulRowDot",
        VectorShapes.isa(),
        Map.of("threads", "" + threads(), "decoder", decoder.name()));
  }
}
