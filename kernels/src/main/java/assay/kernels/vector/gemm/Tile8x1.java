package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * 8 rows of W times 1 vector of X.
 *
 * <p>Registers: 8 sums + 1 vector of X + 3 broadcasts at a time = 12 of 16. Eight sums keep two FMA
 * units of four cycles' latency busy.
 */
final class Tile8x1 {

  private static final int WIDTH = LANES;

  private Tile8x1() {}

  /** See {@link MicroKernel#multiply}. */
  static void multiply(int depth, float[] w, int wAt, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.fromArray(F32, y, yAt);
    FloatVector y1 = FloatVector.fromArray(F32, y, yAt + WIDTH);
    FloatVector y2 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH);
    FloatVector y3 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH);
    FloatVector y4 = FloatVector.fromArray(F32, y, yAt + 4 * WIDTH);
    FloatVector y5 = FloatVector.fromArray(F32, y, yAt + 5 * WIDTH);
    FloatVector y6 = FloatVector.fromArray(F32, y, yAt + 6 * WIDTH);
    FloatVector y7 = FloatVector.fromArray(F32, y, yAt + 7 * WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, x, xAt + k * WIDTH);
      FloatVector w0 = FloatVector.broadcast(F32, w[wAt + k]);
      y0 = w0.fma(x0, y0);
      FloatVector w1 = FloatVector.broadcast(F32, w[wAt + ROW_STRIDE + k]);
      y1 = w1.fma(x0, y1);
      FloatVector w2 = FloatVector.broadcast(F32, w[wAt + 2 * ROW_STRIDE + k]);
      y2 = w2.fma(x0, y2);
      FloatVector w3 = FloatVector.broadcast(F32, w[wAt + 3 * ROW_STRIDE + k]);
      y3 = w3.fma(x0, y3);
      FloatVector w4 = FloatVector.broadcast(F32, w[wAt + 4 * ROW_STRIDE + k]);
      y4 = w4.fma(x0, y4);
      FloatVector w5 = FloatVector.broadcast(F32, w[wAt + 5 * ROW_STRIDE + k]);
      y5 = w5.fma(x0, y5);
      FloatVector w6 = FloatVector.broadcast(F32, w[wAt + 6 * ROW_STRIDE + k]);
      y6 = w6.fma(x0, y6);
      FloatVector w7 = FloatVector.broadcast(F32, w[wAt + 7 * ROW_STRIDE + k]);
      y7 = w7.fma(x0, y7);
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + WIDTH);
    y2.intoArray(y, yAt + 2 * WIDTH);
    y3.intoArray(y, yAt + 3 * WIDTH);
    y4.intoArray(y, yAt + 4 * WIDTH);
    y5.intoArray(y, yAt + 5 * WIDTH);
    y6.intoArray(y, yAt + 6 * WIDTH);
    y7.intoArray(y, yAt + 7 * WIDTH);
  }
}
