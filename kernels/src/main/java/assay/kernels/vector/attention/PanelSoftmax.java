package assay.kernels.vector.attention;

import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.I32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The running softmax of a panel, a query in each lane (Milakov and Gimelshein, arXiv 1805.02867).
 *
 * <p>Comparing and blending instead of {@code max}: Java's max orders zeros and NaN, which takes
 * x86 five more instructions.
 */
final class PanelSoftmax {

  private PanelSoftmax() {}

  /** {@code cap * tanh(x)} in place; the queries are already divided by the cap. */
  static void cap(float[] scores, int count, float cap) {
    for (int i = 0; i < count; i += LANES) {
      Exponential.tanh(FloatVector.fromArray(F32, scores, i)).mul(cap).intoArray(scores, i);
    }
  }

  /** Hides what a query must not see: positions before its first and from its end on. */
  static void mask(
      float[] scores, int count, int position, int[] first, int[] end, int at, int width) {
    for (int lane = 0; lane < width; lane += LANES) {
      IntVector from = IntVector.fromArray(I32, first, at + lane);
      IntVector to = IntVector.fromArray(I32, end, at + lane);
      for (int j = 0; j < count; j++) {
        VectorMask<Integer> hidden =
            from.compare(VectorOperators.GT, position + j)
                .or(to.compare(VectorOperators.LE, position + j));
        FloatVector.fromArray(F32, scores, j * width + lane)
            .blend(Float.NEGATIVE_INFINITY, hidden.cast(F32))
            .intoArray(scores, j * width + lane);
      }
    }
  }

  /**
   * Turns scores into weights relative to the new maximum, for one vector of queries.
   *
   * @param scores one row more than {@code count}: the old maximum goes there, so that one loop has
   *     the only exponential; C2 inlines just so much, and beyond it vectors travel in boxes
   * @param lane first query of the vector within the panel
   * @param maxima running maxima of the panels, {@code sums} their running sums
   * @param at where this vector's are
   * @return whether earlier results must be multiplied by the factors, now in row {@code count}
   */
  static boolean update(
      float[] scores, int count, int lane, int width, float[] maxima, float[] sums, int at) {
    FloatVector old = FloatVector.fromArray(F32, maxima, at);
    FloatVector max = old;
    for (int j = 0; j < count; j++) {
      FloatVector score = FloatVector.fromArray(F32, scores, j * width + lane);
      max = max.blend(score, score.compare(VectorOperators.GT, max));
    }
    old.intoArray(scores, count * width + lane);
    max.intoArray(maxima, at);
    exponentials(scores, count, lane, width, maxima, at);
    return addWeights(scores, count, lane, width, sums, at);
  }

  private static void exponentials(
      float[] scores, int count, int lane, int width, float[] maxima, int at) {
    FloatVector max = FloatVector.fromArray(F32, maxima, at);
    // A query that has seen nothing yet would subtract infinity from infinity.
    FloatVector shift = max.blend(0, max.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
    for (int j = 0; j <= count; j++) {
      FloatVector score = FloatVector.fromArray(F32, scores, j * width + lane);
      Exponential.of(score.sub(shift)).intoArray(scores, j * width + lane);
    }
  }

  private static boolean addWeights(
      float[] scores, int count, int lane, int width, float[] sums, int at) {
    FloatVector factor = FloatVector.fromArray(F32, scores, count * width + lane);
    FloatVector sum = FloatVector.fromArray(F32, sums, at).mul(factor);
    for (int j = 0; j < count; j++) {
      sum = sum.add(FloatVector.fromArray(F32, scores, j * width + lane));
    }
    sum.intoArray(sums, at);
    return factor.compare(VectorOperators.NE, 1).anyTrue();
  }

  /** Multiplies one vector of queries in all rows of a result panel. */
  static void rescale(float[] panel, int rows, int at, int width, float[] factors, int factorAt) {
    FloatVector factor = FloatVector.fromArray(F32, factors, factorAt);
    for (int row = 0; row < rows; row++) {
      int index = at + row * width;
      FloatVector.fromArray(F32, panel, index).mul(factor).intoArray(panel, index);
    }
  }
}
