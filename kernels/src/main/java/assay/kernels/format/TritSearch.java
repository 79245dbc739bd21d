package assay.kernels.format;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Scale, shifts and grid points for 16 elements of IQ1_M.
 *
 * <p>Sorted by value, an optimal choice of -1, 0 and 1 is two cuts; all pairs of cuts are tried
 * with all four pairs of shift signs, one sign for each half.
 */
final class TritSearch {

  static final int COUNT = 16;
  private static final float[] UP = {-0.875f, 0.125f, 1.125f};
  private static final float[] DOWN = {-1.125f, -0.125f, 0.875f};

  private final GridSearch grid;
  private final float[] x = new float[COUNT];
  private final float[] weights = new float[COUNT];
  private final Integer[] order = new Integer[COUNT];
  private final int[] trits = new int[COUNT];
  private final int[] points = new int[2];
  private final float[][] sumsX = new float[2][COUNT + 1];
  private final float[][] sumsW = new float[2][COUNT + 1];
  private float scale;
  private int shifts;

  TritSearch(GridSearch grid) {
    this.grid = grid;
  }

  float scale() {
    return scale;
  }

  /** Bit 1 for the first half's shift being negative, bit 0 for the second's. */
  int shifts() {
    return shifts;
  }

  int point(int half) {
    return points[half];
  }

  /** What trits 0, 1, 2 stand for in a half. */
  static float[] values(int shifts, int half) {
    return (shifts >> (1 - half) & 1) == 0 ? UP : DOWN;
  }

  /** Whether there is anything to encode; if not, nothing else is valid. */
  boolean fit(float[] source, int from) {
    for (int i = 0; i < COUNT; i++) {
      x[i] = source[from + i];
      weights[i] = x[i] * x[i];
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> x[i] + 0.0));
    if (!cut()) {
      return false;
    }
    if (scale < 0) {
      scale = -scale;
      shifts = 3 - shifts;
      for (int i = 0; i < COUNT; i++) {
        trits[i] = 2 - trits[i];
      }
    }
    snap();
    return true;
  }

  private boolean cut() {
    sum();
    float best = -Float.MAX_VALUE;
    int first = -1;
    int second = -1;
    Fit fit = new Fit();
    for (int i = 0; i <= COUNT; i++) {
      for (int j = i; j <= COUNT; j++) {
        for (int signs = 0; signs < 4; signs++) {
          fit.set(
              cross(0, signs, i, j) + cross(1, signs, i, j),
              squares(0, signs, i, j) + squares(1, signs, i, j));
          if (fit.beats(best)) {
            best = fit.energy();
            scale = fit.scale();
            shifts = signs;
            first = i;
            second = j;
          }
        }
      }
    }
    for (int i = 0; i < COUNT; i++) {
      trits[order[i]] = i < first ? 0 : i < second ? 1 : 2;
    }
    return first >= 0;
  }

  /** Sums over the sorted elements before each cut, for each half of the group. */
  private void sum() {
    for (int i = 0; i < COUNT; i++) {
      int element = order[i];
      for (int half = 0; half < 2; half++) {
        boolean own = element / 8 == half;
        sumsX[half][i + 1] = sumsX[half][i] + (own ? weights[element] * x[element] : 0);
        sumsW[half][i + 1] = sumsW[half][i] + (own ? weights[element] : 0);
      }
    }
  }

  /** All at the top value, less one step for what lies before each cut. */
  private float cross(int half, int signs, int first, int second) {
    float[] sums = sumsX[half];
    return sums[COUNT] * values(signs, half)[2] - (sums[first] + sums[second]);
  }

  private float squares(int half, int signs, int first, int second) {
    float[] sums = sumsW[half];
    float[] v = values(signs, half);
    float atFirst = v[0] * v[0] - v[1] * v[1];
    float atSecond = v[1] * v[1] - v[2] * v[2];
    return sums[COUNT] * v[2] * v[2] + sums[first] * atFirst + sums[second] * atSecond;
  }

  private void snap() {
    boolean moved = false;
    for (int half = 0; half < 2; half++) {
      int code = grid.code(trits, 8 * half);
      points[half] = grid.exact(code);
      if (points[half] < 0) {
        moved = true;
        points[half] = grid.nearest(code, scale, values(shifts, half), x, weights, 8 * half);
      }
    }
    if (moved) {
      rescale();
    }
  }

  private void rescale() {
    Fit fit = new Fit();
    for (int i = 0; i < COUNT; i++) {
      float value = values(shifts, i / 8)[grid.level(points[i / 8], i % 8)];
      fit.addQuantFirst(weights[i], value, x[i]);
    }
    if (fit.scale() > 0) {
      scale = fit.scale();
    }
  }
}
