package assay.kernels.vector.matvec;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.vector.shape.VectorShapes;
import java.util.Map;

/** See {@link VectorMatmulFourRows}. */
final class FourRowsKernel extends MatvecKernel {

  private static final int ROWS = 4;

  private final Tensor weights;
  private final FourRows rows;
  private final float[][] lanes;
  private final long[][] offsets;

  FourRowsKernel(MatmulSpec spec, Inputs.Matmul inputs, int threads, FourRows rows) {
    super(spec, inputs, threads, Math.toIntExact(Math.ceilDiv(spec.m(), ROWS)), (int) spec.m());
    this.rows = rows;
    weights = inputs.weights();
    lanes = new float[threads][ROWS * Lanes.COUNT];
    offsets = new long[threads][ROWS];
  }

  @Override
  void runStretch(int stretch, int thread) {
    int first = stretch * ROWS;
    int count = (int) Math.min(ROWS, spec.m() - first);
    long[] offset = offsets[thread];
    for (int i = 0; i < ROWS; i++) {
      // Missing rows repeat the last one: never read beyond the tensor, and no code for fewer rows.
      offset[i] = (first + Math.min(i, count - 1)) * weights.rowBytes();
    }
    for (int column = 0; column < spec.n(); column++) {
      runColumn(column, first, count, offset, lanes[thread]);
    }
  }

  private void runColumn(int column, int first, int count, long[] offset, float[] partial) {
    int k = (int) spec.k();
    int whole = k - k % Lanes.COUNT;
    int x = column * k;
    rows.multiply(weights.data(), offset, activations, x, whole, partial);
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int lane = 0; lane < Lanes.COUNT; lane++) {
        sum += partial[i * Lanes.COUNT + lane];
      }
      for (int j = whole; j < k; j++) {
        sum = Math.fma(rows.element(weights.data(), offset[i], j), activations[x + j], sum);
      }
      output[column * outputStride + first + i] = sum;
    }
  }

  @Override
  public Execution execution() {
    return new Execution(
        "VectorMatmulFourRows",
        VectorShapes.isa(),
        Map.of("threads", "" + threads(), "rows", rows.getClass().getSimpleName()));
  }
}
