package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * 3 rows of W times 3 vectors of X.
 *
 * <p>Registers: 9 sums + 3 vectors of X + 3 broadcasts = 15 of 16. C2 starts all loads of a pass
 * before its first FMA, so every broadcast counts; 5x2 and 6x2 spill a sum to the stack on each
 * pass.
 */
final class Tile3x3 {

  private static final int WIDTH = 3 * LANES;

  private Tile3x3() {}

  /** See {@link MicroKernel#multiply}. */
  static void multiply(int depth, float[] w, int wAt, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y00 = FloatVector.fromArray(F32, y, yAt);
    FloatVector y01 = FloatVector.fromArray(F32, y, yAt + LANES);
    FloatVector y02 = FloatVector.fromArray(F32, y, yAt + 2 * LANES);
    FloatVector y10 = FloatVector.fromArray(F32, y, yAt + WIDTH);
    FloatVector y11 = FloatVector.fromArray(F32, y, yAt + WIDTH + LANES);
    FloatVector y12 = FloatVector.fromArray(F32, y, yAt + WIDTH + 2 * LANES);
    FloatVector y20 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH);
    FloatVector y21 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH + LANES);
    FloatVector y22 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH + 2 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, x, xAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, x, xAt + k * WIDTH + LANES);
      FloatVector x2 = FloatVector.fromArray(F32, x, xAt + k * WIDTH + 2 * LANES);
      FloatVector w0 = FloatVector.broadcast(F32, w[wAt + k]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      y02 = w0.fma(x2, y02);
      FloatVector w1 = FloatVector.broadcast(F32, w[wAt + ROW_STRIDE + k]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      y12 = w1.fma(x2, y12);
      FloatVector w2 = FloatVector.broadcast(F32, w[wAt + 2 * ROW_STRIDE + k]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      y22 = w2.fma(x2, y22);
    }
    y00.intoArray(y, yAt);
    y01.intoArray(y, yAt + LANES);
    y02.intoArray(y, yAt + 2 * LANES);
    y10.intoArray(y, yAt + WIDTH);
    y11.intoArray(y, yAt + WIDTH + LANES);
    y12.intoArray(y, yAt + WIDTH + 2 * LANES);
    y20.intoArray(y, yAt + 2 * WIDTH);
    y21.intoArray(y, yAt + 2 * WIDTH + LANES);
    y22.intoArray(y, yAt + 2 * WIDTH + 2 * LANES);
  }
}
