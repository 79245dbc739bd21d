package assay.kernels.vector.attention;

/**
 * The two products of attention with one head's cache, a short stretch of it at a time, for all
 * rows of the group.
 *
 * <p>Rows of scores and weights lie {@link SplitWorker#KEYS} floats apart, rows of results {@code
 * padded(valueDim)}.
 */
interface CacheTile {

  /** Turns to a key-value head and the queries that share it. */
  void turnTo(int kvHead);

  /**
   * Scores of positions {@code at} to {@code at + count - 1}; what follows them in a row of {@code
   * scores} is undefined.
   */
  void score(int at, int count, float[] scores);

  /** Adds the values of the same positions, each times its weight, to the rows at {@code outAt}. */
  void mix(int at, int count, float[] weights, float[] out, int outAt);
}
