package assay.bench.subject;

/**
 * Whether a kernel still computes what it computed at first.
 *
 * <p>Compiled code may add in another order than interpreted code did, and threads may finish in
 * another order; that moves a float32 sum by some units in the last place. More than that on equal
 * inputs is state leaking from one operation into the next, or a race.
 */
final class OutputChange {

  /**
   * Square of 3e-5: a reordered sum of 16384 float32 products differs by about 3e-6 of its result.
   */
  static final double REORDERING_NMSE = 1e-9;

  private OutputChange() {}

  static boolean isMoreThanReordering(float[] first, float[] last) {
    return !(nmse(first, last) <= REORDERING_NMSE);
  }

  /** {@code sum (last - first)^2 / sum first^2}; NaN when one has a NaN where the other has not. */
  static double nmse(float[] first, float[] last) {
    double error = 0;
    double square = 0;
    for (int i = 0; i < first.length; i++) {
      if (Float.floatToIntBits(first[i]) != Float.floatToIntBits(last[i])) {
        double difference = (double) last[i] - first[i];
        error += difference * difference;
      }
      square += Float.isFinite(first[i]) ? (double) first[i] * first[i] : 0;
    }
    return error == 0 ? 0 : error / square;
  }
}
