package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * 6 rows of W times 4 vectors of X.
 *
 * <p>Registers: 24 sums + 6 broadcasts + 2 vectors of X at a time = 32 of 32: C2 loads the other
 * two vectors when the first two are used up.
 */
final class Tile6x4 {

  private static final int WIDTH = 4 * LANES;

  private Tile6x4() {}

  /** See {@link MicroKernel#multiply}. */
  static void multiply(int depth, float[] w, int wAt, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y00 = FloatVector.fromArray(F32, y, yAt);
    FloatVector y01 = FloatVector.fromArray(F32, y, yAt + LANES);
    FloatVector y02 = FloatVector.fromArray(F32, y, yAt + 2 * LANES);
    FloatVector y03 = FloatVector.fromArray(F32, y, yAt + 3 * LANES);
    FloatVector y10 = FloatVector.fromArray(F32, y, yAt + WIDTH);
    FloatVector y11 = FloatVector.fromArray(F32, y, yAt + WIDTH + LANES);
    FloatVector y12 = FloatVector.fromArray(F32, y, yAt + WIDTH + 2 * LANES);
    FloatVector y13 = FloatVector.fromArray(F32, y, yAt + WIDTH + 3 * LANES);
    FloatVector y20 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH);
    FloatVector y21 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH + LANES);
    FloatVector y22 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH + 2 * LANES);
    FloatVector y23 = FloatVector.fromArray(F32, y, yAt + 2 * WIDTH + 3 * LANES);
    FloatVector y30 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH);
    FloatVector y31 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH + LANES);
    FloatVector y32 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH + 2 * LANES);
    FloatVector y33 = FloatVector.fromArray(F32, y, yAt + 3 * WIDTH + 3 * LANES);
    FloatVector y40 = FloatVector.fromArray(F32, y, yAt + 4 * WIDTH);
    FloatVector y41 = FloatVector.fromArray(F32, y, yAt + 4 * WIDTH + LANES);
    FloatVector y42 = FloatVector.fromArray(F32, y, yAt + 4 * WIDTH + 2 * LANES);
    FloatVector y43 = FloatVector.fromArray(F32, y, yAt + 4 * WIDTH + 3 * LANES);
    FloatVector y50 = FloatVector.fromArray(F32, y, yAt + 5 * WIDTH);
    FloatVector y51 = FloatVector.fromArray(F32, y, yAt + 5 * WIDTH + LANES);
    FloatVector y52 = FloatVector.fromArray(F32, y, yAt + 5 * WIDTH + 2 * LANES);
    FloatVector y53 = FloatVector.fromArray(F32, y, yAt + 5 * WIDTH + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, x, xAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, x, xAt + k * WIDTH + LANES);
      FloatVector x2 = FloatVector.fromArray(F32, x, xAt + k * WIDTH + 2 * LANES);
      FloatVector x3 = FloatVector.fromArray(F32, x, xAt + k * WIDTH + 3 * LANES);
      FloatVector w0 = FloatVector.broadcast(F32, w[wAt + k]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      y02 = w0.fma(x2, y02);
      y03 = w0.fma(x3, y03);
      FloatVector w1 = FloatVector.broadcast(F32, w[wAt + ROW_STRIDE + k]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      y12 = w1.fma(x2, y12);
      y13 = w1.fma(x3, y13);
      FloatVector w2 = FloatVector.broadcast(F32, w[wAt + 2 * ROW_STRIDE + k]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      y22 = w2.fma(x2, y22);
      y23 = w2.fma(x3, y23);
      FloatVector w3 = FloatVector.broadcast(F32, w[wAt + 3 * ROW_STRIDE + k]);
      y30 = w3.fma(x0, y30);
      y31 = w3.fma(x1, y31);
      y32 = w3.fma(x2, y32);
      y33 = w3.fma(x3, y33);
      FloatVector w4 = FloatVector.broadcast(F32, w[wAt + 4 * ROW_STRIDE + k]);
      y40 = w4.fma(x0, y40);
      y41 = w4.fma(x1, y41);
      y42 = w4.fma(x2, y42);
      y43 = w4.fma(x3, y43);
      FloatVector w5 = FloatVector.broadcast(F32, w[wAt + 5 * ROW_STRIDE + k]);
      y50 = w5.fma(x0, y50);
      y51 = w5.fma(x1, y51);
      y52 = w5.fma(x2, y52);
      y53 = w5.fma(x3, y53);
    }
    y00.intoArray(y, yAt);
    y01.intoArray(y, yAt + LANES);
    y02.intoArray(y, yAt + 2 * LANES);
    y03.intoArray(y, yAt + 3 * LANES);
    y10.intoArray(y, yAt + WIDTH);
    y11.intoArray(y, yAt + WIDTH + LANES);
    y12.intoArray(y, yAt + WIDTH + 2 * LANES);
    y13.intoArray(y, yAt + WIDTH + 3 * LANES);
    y20.intoArray(y, yAt + 2 * WIDTH);
    y21.intoArray(y, yAt + 2 * WIDTH + LANES);
    y22.intoArray(y, yAt + 2 * WIDTH + 2 * LANES);
    y23.intoArray(y, yAt + 2 * WIDTH + 3 * LANES);
    y30.intoArray(y, yAt + 3 * WIDTH);
    y31.intoArray(y, yAt + 3 * WIDTH + LANES);
    y32.intoArray(y, yAt + 3 * WIDTH + 2 * LANES);
    y33.intoArray(y, yAt + 3 * WIDTH + 3 * LANES);
    y40.intoArray(y, yAt + 4 * WIDTH);
    y41.intoArray(y, yAt + 4 * WIDTH + LANES);
    y42.intoArray(y, yAt + 4 * WIDTH + 2 * LANES);
    y43.intoArray(y, yAt + 4 * WIDTH + 3 * LANES);
    y50.intoArray(y, yAt + 5 * WIDTH);
    y51.intoArray(y, yAt + 5 * WIDTH + LANES);
    y52.intoArray(y, yAt + 5 * WIDTH + 2 * LANES);
    y53.intoArray(y, yAt + 5 * WIDTH + 3 * LANES);
  }
}
