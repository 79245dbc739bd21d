package assay.kernels.vector.attention;

import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** One thread's buffers, and the walk of all rows of a group along a stretch of the cache. */
final class SplitWorker {

  /**
   * A vector of scores at every width; 16 keys of 128 floats are 8 KiB of L1. Longer blocks leave
   * the memory idle for longer while they are used.
   */
  static final int KEYS = 16;

  private final AttentionProblem problem;
  private final Partials partials;
  private final int keyWidth;
  private final int valueWidth;
  private final float[] queries;
  private final float[] decoded;
  private final float[] scores;
  private final float[] lanes = new float[4 * LANES];

  SplitWorker(AttentionProblem problem, Partials partials) {
    this.problem = problem;
    this.partials = partials;
    keyWidth = padded(problem.keyDim);
    valueWidth = partials.width;
    queries = new float[partials.rows * keyWidth];
    decoded = new float[KEYS * Math.max(keyWidth, valueWidth)];
    scores = new float[partials.rows * KEYS];
  }

  /** Whole vectors, so that the loops have no tail; what is added is zero in one factor. */
  static int padded(int width) {
    return (width + LANES - 1) / LANES * LANES;
  }

  /** Fills the partial results of a stretch: positions {@code from} to {@code to - 1}. */
  void run(int stretch, int kvHead, int from, int to) {
    partials.clear(stretch);
    for (int row = 0; row < partials.rows; row++) {
      problem.loadQuery(kvHead, row, queries, row * keyWidth);
    }
    for (int at = from; at < to; at += KEYS) {
      int count = Math.min(KEYS, to - at);
      problem.decodeKeys(kvHead, at, count, decoded, keyWidth);
      clearPadding(problem.keyDim, keyWidth);
      for (int row = 0; row < partials.rows; row++) {
        score(row, at, count);
        soften(stretch, row);
      }
      problem.decodeValues(kvHead, at, count, decoded, valueWidth);
      clearPadding(problem.valueDim, valueWidth);
      for (int row = 0; row < partials.rows; row++) {
        mix(row, count, partials.at(stretch, row) * valueWidth);
      }
    }
  }

  /** Keys and values take turns in the buffer, so one's padding holds the other's numbers. */
  private void clearPadding(int used, int width) {
    if (used < width) {
      for (int key = 0; key < KEYS; key++) {
        Arrays.fill(decoded, key * width + used, (key + 1) * width, 0);
      }
    }
  }

  /** Dot products with the row's query, minus infinity where it must not look. */
  private void score(int row, int at, int count) {
    int query = problem.query(row);
    int from = Math.max(0, problem.firstVisible(query) - at);
    int to = Math.min(count, problem.endVisible(query) - at);
    for (int key = 0; key < count; key += 4) {
      dot4(decoded, key * keyWidth, keyWidth, queries, row * keyWidth, lanes);
      for (int i = 0; i < 4; i++) {
        scores[row * KEYS + key + i] = sum(lanes, i * LANES);
      }
    }
    if (problem.cap > 0) {
      cap(row * KEYS);
    }
    if (from > 0) {
      Arrays.fill(scores, row * KEYS, row * KEYS + Math.min(from, KEYS), Float.NEGATIVE_INFINITY);
    }
    if (to < KEYS) {
      int start = row * KEYS + Math.max(to, 0);
      Arrays.fill(scores, start, (row + 1) * KEYS, Float.NEGATIVE_INFINITY);
    }
  }

  private void cap(int at) {
    for (int i = at; i < at + KEYS; i += LANES) {
      Exponential.tanh(FloatVector.fromArray(F32, scores, i)).mul(problem.cap).intoArray(scores, i);
    }
  }

  private static void dot4(
      float[] keys, int keyAt, int width, float[] queries, int queryAt, float[] lanes) {
    FloatVector sum0 = FloatVector.zero(F32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int second = keyAt + width;
    int third = second + width;
    int fourth = third + width;
    for (int d = 0; d < width; d += LANES) {
      FloatVector query = FloatVector.fromArray(F32, queries, queryAt + d);
      sum0 = FloatVector.fromArray(F32, keys, keyAt + d).fma(query, sum0);
      sum1 = FloatVector.fromArray(F32, keys, second + d).fma(query, sum1);
      sum2 = FloatVector.fromArray(F32, keys, third + d).fma(query, sum2);
      sum3 = FloatVector.fromArray(F32, keys, fourth + d).fma(query, sum3);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, LANES);
    sum2.intoArray(lanes, 2 * LANES);
    sum3.intoArray(lanes, 3 * LANES);
  }

  /** In a fixed order: {@code reduceLanes} may choose another once it is compiled. */
  private static float sum(float[] lanes, int at) {
    float first = lanes[at];
    float second = lanes[at + 1];
    float third = lanes[at + 2];
    float fourth = lanes[at + 3];
    for (int i = at + 4; i < at + LANES; i += 4) {
      first += lanes[i];
      second += lanes[i + 1];
      third += lanes[i + 2];
      fourth += lanes[i + 3];
    }
    return (first + second) + (third + fourth);
  }

  /** Turns the scores of a row into weights relative to its new maximum. */
  private void soften(int stretch, int row) {
    int state = partials.at(stretch, row);
    int at = row * KEYS;
    float old = partials.maxima[state];
    float max = old;
    for (int i = at; i < at + KEYS; i++) {
      max = scores[i] > max ? scores[i] : max;
    }
    // A row that has seen nothing yet would subtract infinity from infinity.
    float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
    exponentials(scores, at, shift);
    float sum = 0;
    for (int i = at; i < at + KEYS; i++) {
      sum += scores[i];
    }
    if (max > old) {
      float factor = (float) Math.exp((double) old - shift);
      partials.maxima[state] = max;
      partials.sums[state] *= factor;
      int from = state * valueWidth;
      for (int e = from; e < from + valueWidth; e++) {
        partials.values[e] *= factor;
      }
    }
    partials.sums[state] += sum;
  }

  private static void exponentials(float[] scores, int at, float shift) {
    for (int i = at; i < at + KEYS; i += LANES) {
      Exponential.of(FloatVector.fromArray(F32, scores, i).sub(shift)).intoArray(scores, i);
    }
  }

  private void mix(int row, int count, int at) {
    int column = 0;
    for (; column + 4 * LANES <= valueWidth; column += 4 * LANES) {
      mix4(decoded, column, valueWidth, count, scores, row * KEYS, partials.values, at + column);
    }
    for (; column < valueWidth; column += LANES) {
      mix1(decoded, column, valueWidth, count, scores, row * KEYS, partials.values, at + column);
    }
  }

  private static void mix4(
      float[] values,
      int column,
      int width,
      int count,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    FloatVector sum0 = FloatVector.fromArray(F32, out, at);
    FloatVector sum1 = FloatVector.fromArray(F32, out, at + LANES);
    FloatVector sum2 = FloatVector.fromArray(F32, out, at + 2 * LANES);
    FloatVector sum3 = FloatVector.fromArray(F32, out, at + 3 * LANES);
    int from = column;
    for (int key = 0; key < count; key++) {
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum0 = FloatVector.fromArray(F32, values, from).fma(weight, sum0);
      sum1 = FloatVector.fromArray(F32, values, from + LANES).fma(weight, sum1);
      sum2 = FloatVector.fromArray(F32, values, from + 2 * LANES).fma(weight, sum2);
      sum3 = FloatVector.fromArray(F32, values, from + 3 * LANES).fma(weight, sum3);
      from += width;
    }
    sum0.intoArray(out, at);
    sum1.intoArray(out, at + LANES);
    sum2.intoArray(out, at + 2 * LANES);
    sum3.intoArray(out, at + 3 * LANES);
  }

  private static void mix1(
      float[] values,
      int column,
      int width,
      int count,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    FloatVector sum = FloatVector.fromArray(F32, out, at);
    int from = column;
    for (int key = 0; key < count; key++) {
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum = FloatVector.fromArray(F32, values, from).fma(weight, sum);
      from += width;
    }
    sum.intoArray(out, at);
  }
}
