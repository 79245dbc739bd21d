package assay.kernels.vector.attention;

import static assay.kernels.vector.attention.PanelTile.STRIDE;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Three keys or value columns times 3 vectors of queries, for 16 registers.
 *
 * <p>9 sums + 3 vectors of the panel + 1 broadcast = 13 of 16; with 4x3 C2 spills a sum.
 */
final class PanelTile3x3 implements PanelTile {

  private static final int WIDTH = 3 * LANES;

  @Override
  public int rows() {
    return 3;
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
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y12 = y00;
    FloatVector y20 = y00;
    FloatVector y21 = y00;
    FloatVector y22 = y00;
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + LANES);
      FloatVector x2 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + 2 * LANES);
      FloatVector w0 = FloatVector.broadcast(F32, keys[keyAt + k]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      y02 = w0.fma(x2, y02);
      FloatVector w1 = FloatVector.broadcast(F32, keys[keyAt + STRIDE + k]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      y12 = w1.fma(x2, y12);
      FloatVector w2 = FloatVector.broadcast(F32, keys[keyAt + 2 * STRIDE + k]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      y22 = w2.fma(x2, y22);
    }
    y00.intoArray(out, outAt);
    y01.intoArray(out, outAt + LANES);
    y02.intoArray(out, outAt + 2 * LANES);
    y10.intoArray(out, outAt + WIDTH);
    y11.intoArray(out, outAt + WIDTH + LANES);
    y12.intoArray(out, outAt + WIDTH + 2 * LANES);
    y20.intoArray(out, outAt + 2 * WIDTH);
    y21.intoArray(out, outAt + 2 * WIDTH + LANES);
    y22.intoArray(out, outAt + 2 * WIDTH + 2 * LANES);
  }

  @Override
  public void mix(
      int depth, float[] values, int valueAt, float[] panel, int panelAt, float[] out, int outAt) {
    FloatVector y00 = FloatVector.fromArray(F32, out, outAt);
    FloatVector y01 = FloatVector.fromArray(F32, out, outAt + LANES);
    FloatVector y02 = FloatVector.fromArray(F32, out, outAt + 2 * LANES);
    FloatVector y10 = FloatVector.fromArray(F32, out, outAt + WIDTH);
    FloatVector y11 = FloatVector.fromArray(F32, out, outAt + WIDTH + LANES);
    FloatVector y12 = FloatVector.fromArray(F32, out, outAt + WIDTH + 2 * LANES);
    FloatVector y20 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH);
    FloatVector y21 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH + LANES);
    FloatVector y22 = FloatVector.fromArray(F32, out, outAt + 2 * WIDTH + 2 * LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector x0 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH);
      FloatVector x1 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + LANES);
      FloatVector x2 = FloatVector.fromArray(F32, panel, panelAt + k * WIDTH + 2 * LANES);
      FloatVector w0 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE]);
      y00 = w0.fma(x0, y00);
      y01 = w0.fma(x1, y01);
      y02 = w0.fma(x2, y02);
      FloatVector w1 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 1]);
      y10 = w1.fma(x0, y10);
      y11 = w1.fma(x1, y11);
      y12 = w1.fma(x2, y12);
      FloatVector w2 = FloatVector.broadcast(F32, values[valueAt + k * STRIDE + 2]);
      y20 = w2.fma(x0, y20);
      y21 = w2.fma(x1, y21);
      y22 = w2.fma(x2, y22);
    }
    y00.intoArray(out, outAt);
    y01.intoArray(out, outAt + LANES);
    y02.intoArray(out, outAt + 2 * LANES);
    y10.intoArray(out, outAt + WIDTH);
    y11.intoArray(out, outAt + WIDTH + LANES);
    y12.intoArray(out, outAt + WIDTH + 2 * LANES);
    y20.intoArray(out, outAt + 2 * WIDTH);
    y21.intoArray(out, outAt + 2 * WIDTH + LANES);
    y22.intoArray(out, outAt + 2 * WIDTH + 2 * LANES);
  }
}
