package assay.kernels.vector.attention;

import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** One thread's buffers, and the walk of all rows of a group along a stretch of the cache. */
final class SplitWorker {

  /**
   * Scores that are softened at once, whole vectors at every width. Maximum, sum and rescaling cost
   * about the same for a few keys as for many; 64 keys and values of F16 are 32 KiB.
   */
  static final int KEYS = 64;

  private final AttentionProblem problem;
  private final Partials partials;
  private final CacheTile tile;
  private final int valueWidth;
  private final float[] scores;

  SplitWorker(AttentionProblem problem, Partials partials, CacheTile tile) {
    this.problem = problem;
    this.partials = partials;
    this.tile = tile;
    valueWidth = partials.width;
    scores = new float[partials.rows * KEYS];
  }

  /** Whole vectors, so that the loops have no tail; what is added is zero in one factor. */
  static int padded(int width) {
    return (width + LANES - 1) / LANES * LANES;
  }

  /** Fills the partial results of a stretch: positions {@code from} to {@code to - 1}. */
  void run(int stretch, int kvHead, int from, int to) {
    partials.clear(stretch);
    tile.turnTo(kvHead);
    int out = partials.at(stretch, 0) * valueWidth;
    for (int at = from; at < to; at += KEYS) {
      int count = Math.min(KEYS, to - at);
      tile.score(at, count, scores);
      for (int row = 0; row < partials.rows; row++) {
        mask(row, at, count);
        soften(stretch, row);
      }
      tile.mix(at, count, scores, partials.values, out);
    }
  }

  /** Caps the scores of a row; minus infinity where it must not look. */
  private void mask(int row, int at, int count) {
    int query = problem.query(row);
    int from = Math.max(0, problem.firstVisible(query) - at);
    int to = Math.min(count, problem.endVisible(query) - at);
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

  /** Turns the scores of a row into weights relative to its new maximum. */
  private void soften(int stretch, int row) {
    int state = partials.at(stretch, row);
    int at = row * KEYS;
    float old = partials.maxima[state];
    float max = largest(scores, at, old);
    // A row that has seen nothing yet would subtract infinity from infinity.
    float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
    exponentials(scores, at, shift);
    float sum = sum(scores, at);
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

  // Maximum and sum go by floats, four at a time: with vectors for them in the same compilation, C2
  // stopped inlining inside the exponential and boxed it.

  private static float largest(float[] scores, int at, float least) {
    float first = least;
    float second = least;
    float third = least;
    float fourth = least;
    for (int i = at; i < at + KEYS; i += 4) {
      first = scores[i] > first ? scores[i] : first;
      second = scores[i + 1] > second ? scores[i + 1] : second;
      third = scores[i + 2] > third ? scores[i + 2] : third;
      fourth = scores[i + 3] > fourth ? scores[i + 3] : fourth;
    }
    first = second > first ? second : first;
    third = fourth > third ? fourth : third;
    return third > first ? third : first;
  }

  private static float sum(float[] scores, int at) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int i = at; i < at + KEYS; i += 4) {
      first += scores[i];
      second += scores[i + 1];
      third += scores[i + 2];
      fourth += scores[i + 3];
    }
    return (first + second) + (third + fourth);
  }

  private static void exponentials(float[] scores, int at, float shift) {
    for (int i = at; i < at + KEYS; i += LANES) {
      Exponential.of(FloatVector.fromArray(F32, scores, i).sub(shift)).intoArray(scores, i);
    }
  }
}
