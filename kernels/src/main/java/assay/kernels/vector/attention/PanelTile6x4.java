package assay.kernels.vector.attention;

import static assay.kernels.vector.attention.PanelTile.STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Six keys or value columns times 4 vectors of queries, for 32 registers.
 *
 * <p>24 sums + 4 vectors of the panel + 1 broadcast = 29 of 32.
 */
final class PanelTile6x4 implements PanelTile {

  private static final int WIDTH = 4 * LANES;

  @Override
  public int rows() {
    return 6;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void scores(
      int depth, float[] keys, int keyAt, float[] panel, int panelAt, float[] out, int outAt) {
    FloatVector y00 = FloatVector.zero(F32);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y12 = y00;
    FloatVector y13 = y00;
    FloatVector y20 = y00;
    FloatVector y21 = y00;
    FloatVector y22 = y00;
    FloatVector y23 = y00;
    FloatVector y30 = y00;
    FloatVector y31 = y00;
    FloatVector y32 = y00;
    FloatVector y33 = y00;
    FloatVector y40 = y00;
    FloatVector y41 = y00;
    FloatVector y42 = y00;
    FloatVector y43 = y00;
    FloatVector y50 = y00;
    FloatVector y51 = y00;
    FloatVector y52 = y00;
    FloatVector y53 = y00;
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + LANES);
      FloatVector x2 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + 2 * LANES);
      FloatVector x3 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + 3 * LANES);
      FloatVector w0 = FloatVector.broadcast(F32, keys[keyAt + k]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      y02 = w0.fma(x2, y02);
      y03 = w0.fma(x3, y03);
      FloatVector w1 = FloatVector.broadcast(F32, keys[keyAt + STRIDE + k]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      y12 = w1.fma(x2, y12);
      y13 = w1.fma(x3, y13);
      FloatVector w2 = FloatVector.broadcast(F32, keys[keyAt + 2 * STRIDE + k]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      y22 = w2.fma(x2, y22);
      y23 = w2.fma(x3, y23);
      FloatVector w3 = FloatVector.broadcast(F32, keys[keyAt + 3 * STRIDE + k]);
      y30 = w3.fma(x0, y30);
      y31 = w3.fma(x1, y31);
      y32 = w3.fma(x2, y32);
      y33 = w3.fma(x3, y33);
      FloatVector w4 = FloatVector.broadcast(F32, keys[keyAt + 4 * STRIDE + k]);
      y40 = w4.fma(x0, y40);
      y41 = w4.fma(x1, y41);
      y42 = w4.fma(x2, y42);
      y43 = w4.fma(x3, y43);
      FloatVector w5 = FloatVector.broadcast(F32, keys[keyAt + 5 * STRIDE + k]);
      y50 = w5.fma(x0, y50);
      y51 = w5.fma(x1, y51);
      y52 = w5.fma(x2, y52);
      y53 = w5.fma(x3, y53);
    }
    y00.intoArray(out, outAt);
    y01.intoArray(out, outAt + LANES);
    y02.intoArray(out, outAt + 2 * LANES);
    y03.intoArray(out, outAt + 3 * LANES);
    y10.intoArray(out, outAt + WIDTH);
    y11.intoArray(out, outAt + WIDTH + LANES);
    y12.intoArray(out, outAt + WIDTH + 2 * LANES);
    y13.intoArray(out, outAt + WIDTH + 3 * LANES);
    y20.intoArray(out, outAt + 2 * WIDTH);
    y21.intoArray(out, outAt + 2 * WIDTH + LANES);
    y22.intoArray(out, outAt + 2 * WIDTH + 2 * LANES);
    y23.intoArray(out, outAt + 2 * WIDTH + 3 * LANES);
    y30.intoArray(out, outAt + 3 * WIDTH);
    y31.intoArray(out, outAt + 3 * WIDTH + LANES);
    y32.intoArray(out, outAt + 3 * WIDTH + 2 * LANES);
    y33.intoArray(out, outAt + 3 * WIDTH + 3 * LANES);
    y40.intoArray(out, outAt + 4 * WIDTH);
    y41.intoArray(out, outAt + 4 * WIDTH + LANES);
    y42.intoArray(out, outAt + 4 * WIDTH + 2 * LANES);
    y43.intoArray(out, outAt + 4 * WIDTH + 3 * LANES);
    y50.intoArray(out, outAt + 5 * WIDTH);
    y51.intoArray(out, outAt + 5 * WIDTH + LANES);
    y52.intoArray(out, outAt + 5 * WIDTH + 2 * LANES);
    y53.intoArray(out, outAt + 5 * WIDTH + 3 * LANES);
  }

  @Override
  public void mix(
      int depth, float[] values, int valueAt, float[] panel, int panelAt, float[] out, int outAt) {
    FloatVector y00 = FloatVector.fromArray(F32, out, outAt);
    FloatVector y01 = FloatVector.fromArray(F32, out, outAt + LANES);
    FloatVector y02 = FloatVector.fromArray(F32, out, outAt + 2 * LANES);
    FloatVector y03 = FloatVector.fromArray(F32, out, outAt + 3 * LANES);
    FloatVector y10 = FloatVector.fromArray(F32, out, outAt + WIDTH);
    FloatVector y11 = FloatVector.fromArray(F32, out, outAt + WIDTH + LANES);
    FloatVector y12 = FloatVector.fromArray(F32, out, outAt + WIDTH + 2 * LANES);
    FloatVector y13 = FloatVector.fromArray(F32, out, outAt + WIDTH + 3 * LANES);
    FloatVector y20 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH);
    FloatVector y21 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH + LANES);
    FloatVector y22 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH + 2 * LANES);
    FloatVector y23 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH + 3 * LANES);
    FloatVector y30 = FloatVector.fromArray(F32, out, outAt + 3 * WIDTH);
    FloatVector y31 = FloatVector.fromArray(F32, out, outAt + 3 * WIDTH + LANES);
    FloatVector y32 = FloatVector.fromArray(F32, out, outAt + 3 * WIDTH + 2 * LANES);
    FloatVector y33 = FloatVector.fromArray(F32, out, outAt + 3 * WIDTH + 3 * LANES);
    FloatVector y40 = FloatVector.fromArray(F32, out, outAt + 4 * WIDTH);
    FloatVector y41 = FloatVector.fromArray(F32, out, outAt + 4 * WIDTH + LANES);
    FloatVector y42 = FloatVector.fromArray(F32, out, outAt + 4 * WIDTH + 2 * LANES);
    FloatVector y43 = FloatVector.fromArray(F32, out, outAt + 4 * WIDTH + 3 * LANES);
    FloatVector y50 = FloatVector.fromArray(F32, out, outAt + 5 * WIDTH);
    FloatVector y51 = FloatVector.fromArray(F32, out, outAt + 5 * WIDTH + LANES);
    FloatVector y52 = FloatVector.fromArray(F32, out, outAt + 5 * WIDTH + 2 * LANES);
    FloatVector y53 = FloatVector.fromArray(F32, out, outAt + 5 * WIDTH + 3 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + LANES);
      FloatVector x2 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + 2 * LANES);
      FloatVector x3 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + 3 * LANES);
      FloatVector w0 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      y02 = w0.fma(x2, y02);
      y03 = w0.fma(x3, y03);
      FloatVector w1 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 1]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      y12 = w1.fma(x2, y12);
      y13 = w1.fma(x3, y13);
      FloatVector w2 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 2]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      y22 = w2.fma(x2, y22);
      y23 = w2.fma(x3, y23);
      FloatVector w3 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 3]);
      y30 = w3.fma(x0, y30);
      y31 = w3.fma(x1, y31);
      y32 = w3.fma(x2, y32);
      y33 = w3.fma(x3, y33);
      FloatVector w4 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 4]);
      y40 = w4.fma(x0, y40);
      y41 = w4.fma(x1, y41);
      y42 = w4.fma(x2, y42);
      y43 = w4.fma(x3, y43);
      FloatVector w5 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 5]);
      y50 = w5.fma(x0, y50);
      y51 = w5.fma(x1, y51);
      y52 = w5.fma(x2, y52);
      y53 = w5.fma(x3, y53);
    }
    y00.intoArray(out, outAt);
    y01.intoArray(out, outAt + LANES);
    y02.intoArray(out, outAt + 2 * LANES);
    y03.intoArray(out, outAt + 3 * LANES);
    y10.intoArray(out, outAt + WIDTH);
    y11.intoArray(out, outAt + WIDTH + LANES);
    y12.intoArray(out, outAt + WIDTH + 2 * LANES);
    y13.intoArray(out, outAt + WIDTH + 3 * LANES);
    y20.intoArray(out, outAt + 2 * WIDTH);
    y21.intoArray(out, outAt + 2 * WIDTH + LANES);
    y22.intoArray(out, outAt + 2 * WIDTH + 2 * LANES);
    y23.intoArray(out, outAt + 2 * WIDTH + 3 * LANES);
    y30.intoArray(out, outAt + 3 * WIDTH);
    y31.intoArray(out, outAt + 3 * WIDTH + LANES);
    y32.intoArray(out, outAt + 3 * WIDTH + 2 * LANES);
    y33.intoArray(out, outAt + 3 * WIDTH + 3 * LANES);
    y40.intoArray(out, outAt + 4 * WIDTH);
    y41.intoArray(out, outAt + 4 * WIDTH + LANES);
    y42.intoArray(out, outAt + 4 * WIDTH + 2 * LANES);
    y43.intoArray(out, outAt + 4 * WIDTH + 3 * LANES);
    y50.intoArray(out, outAt + 5 * WIDTH);
    y51.intoArray(out, outAt + 5 * WIDTH + LANES);
    y52.intoArray(out, outAt + 5 * WIDTH + 2 * LANES);
    y53.intoArray(out, outAt + 5 * WIDTH + 3 * LANES);
  }
}
