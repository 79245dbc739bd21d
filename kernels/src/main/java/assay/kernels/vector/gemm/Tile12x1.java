package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * 12 rows of W times 1 vector of X.
 *
 * <p>Registers: 12 sums + 1 vector of X + 12 broadcasts = 25 of 32, all loads before the first FMA.
 */
final class Tile12x1 {

  private static final int WIDTH = LANES;

  private Tile12x1() {}

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
    FloatVector y8 = FloatVector.fromArray(F32, y, yAt + 8 * WIDTH);
    FloatVector y9 = FloatVector.fromArray(F32, y, yAt + 9 * WIDTH);
    FloatVector y10 = FloatVector.fromArray(F32, y, yAt + 10 * WIDTH);
    FloatVector y11 = FloatVector.fromArray(F32, y, yAt + 11 * WIDTH);
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
      FloatVector w8 = FloatVector.broadcast(F32, w[wAt + 8 * ROW_STRIDE + k]);
      y8 = w8.fma(x0, y8);
      FloatVector w9 = FloatVector.broadcast(F32, w[wAt + 9 * ROW_STRIDE + k]);
      y9 = w9.fma(x0, y9);
      FloatVector w10 = FloatVector.broadcast(F32, w[wAt + 10 * ROW_STRIDE + k]);
      y10 = w10.fma(x0, y10);
      FloatVector w11 = FloatVector.broadcast(F32, w[wAt + 11 * ROW_STRIDE + k]);
      y11 = w11.fma(x0, y11);
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + WIDTH);
    y2.intoArray(y, yAt + 2 * WIDTH);
    y3.intoArray(y, yAt + 3 * WIDTH);
    y4.intoArray(y, yAt + 4 * WIDTH);
    y5.intoArray(y, yAt + 5 * WIDTH);
    y6.intoArray(y, yAt + 6 * WIDTH);
    y7.intoArray(y, yAt + 7 * WIDTH);
    y8.intoArray(y, yAt + 8 * WIDTH);
    y9.intoArray(y, yAt + 9 * WIDTH);
    y10.intoArray(y, yAt + 10 * WIDTH);
    y11.intoArray(y, yAt + 11 * WIDTH);
  }
}
