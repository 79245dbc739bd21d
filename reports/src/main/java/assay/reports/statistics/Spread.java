package assay.reports.statistics;

/**
 * Mean and variance of independent observations, with what is known of the variance.
 *
 * @param count observations, at least 1
 * @param variance of one observation
 * @param degrees of freedom behind the variance: count - 1, or more once it is moderated; 0 for a
 *     single observation, whose variance is unknown
 */
public record Spread(int count, double mean, double variance, double degrees) {

  /**
   * Observations that by chance are the very same do not have less noise than a clock: a relative
   * 1e-9, squared.
   */
  private static final double LEAST_VARIANCE = 1e-18;

  /**
   * Of the logarithms of positive values.
   *
   * @throws IllegalArgumentException when there is no value or one is not positive and finite
   */
  public static Spread ofLogarithms(double[] values) {
    double[] logarithms = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0) || values[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("no logarithm of " + values[i]);
      }
      logarithms[i] = Math.log(values[i]);
    }
    return of(logarithms);
  }

  /**
   * @throws IllegalArgumentException when there is no value
   */
  public static Spread of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    int degrees = values.length - 1;
    double variance = degrees == 0 ? 0 : Math.max(LEAST_VARIANCE, squares / degrees);
    return new Spread(values.length, mean, variance, degrees);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Whether anything is known of the variance. */
  public boolean isKnown() {
    return degrees > 0;
  }

  /** Whether the variance was seen, not only put where a clock's would be. */
  boolean hasNoise() {
    return isKnown() && variance > LEAST_VARIANCE;
  }

  /** Standard error of the mean. */
  public double error() {
    return Math.sqrt(variance / count);
  }

  /** Of one observation. */
  public double deviation() {
    return Math.sqrt(variance);
  }

  /** The same observations with a variance that more is known of. */
  public Spread with(double otherVariance, double otherDegrees) {
    return new Spread(count, mean, otherVariance, otherDegrees);
  }
}
