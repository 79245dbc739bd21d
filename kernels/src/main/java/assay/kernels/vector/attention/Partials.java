package assay.kernels.vector.attention;

import java.util.Arrays;

/**
 * Unfinished results: for each stretch of the context and each row a maximum, a sum of weights and
 * a weighted sum of values.
 */
final class Partials {

  final int rows;
  final int width;
  final float[] maxima;
  final float[] sums;
  final float[] values;

  /**
   * Makes room.
   *
   * @param width floats of a row of values, padded to whole vectors
   */
  Partials(int stretches, int rows, int width) {
    this.rows = rows;
    this.width = width;
    maxima = new float[stretches * rows];
    sums = new float[stretches * rows];
    values = new float[Math.multiplyExact(stretches * rows, width)];
  }

  void clear(int stretch) {
    int from = stretch * rows;
    Arrays.fill(maxima, from, from + rows, Float.NEGATIVE_INFINITY);
    Arrays.fill(sums, from, from + rows, 0);
    Arrays.fill(values, from * width, (from + rows) * width, 0);
  }

  int at(int stretch, int row) {
    return stretch * rows + row;
  }
}
