package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * 4 rows of W times 2 vectors of X.
 *
 * <p>Registers: 8 sums + 2 vectors of X + 4 broadcasts = 14 of 16, all loads before the first FMA.
 */
final class Tile4x2 {

  private static final int WIDTH = 2 * LANES;

  private Tile4x2() {}

  /** See {@link MicroKernel#multiply}. */
  static void multiply(int depth, float[] w, int wAt, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y00 = FloatVector.fromArray(F32, y, yAt);
    FloatVector y01 = FloatVector.fromArray(F32, y, yAt + LANES);
    FloatVector y10 = FloatVector.fromArray(F32, y, yAt + WIDTH);
    FloatVector y11 = FloatVector.fromArray(F32, y, yAt + WIDTH + LANES);
    FloatVector y20 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH);
    FloatVector y21 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH + LANES);
    FloatVector y30 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH);
    FloatVector y31 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, x, xAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, x, xAt + k * WIDTH + LANES);
      FloatVector w0 = FloatVector.broadcast(F32, w[wAt + k]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      FloatVector w1 = FloatVector.broadcast(F32, w[wAt + ROW_STRIDE + k]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      FloatVector w2 = FloatVector.broadcast(F32, w[wAt + 2 * ROW_STRIDE + k]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      FloatVector w3 = FloatVector.broadcast(F32, w[wAt + 3 * ROW_STRIDE + k]);
      y30 = w3.fma(x0, y30);
      y31 = w3.fma(x1, y31);
    }
    y00.intoArray(y, yAt);
    y01.intoArray(y, yAt + LANES);
    y10.intoArray(y, yAt + WIDTH);
    y11.intoArray(y, yAt + WIDTH + LANES);
    y20.intoArray(y, yAt + 2 * WIDTH);
    y21.intoArray(y, yAt + 2 * WIDTH + LANES);
    y30.intoArray(y, yAt + 3 * WIDTH);
    y31.intoArray(y, yAt + 3 * WIDTH + LANES);
  }
}
