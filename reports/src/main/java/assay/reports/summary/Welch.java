package assay.reports.summary;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Two sides' fork means against each other on a logarithmic scale, by Welch's t test (B. L. Welch,
 * Biometrika 34, 1947).
 *
 * <p>Not by the bootstrap that gives a single case its interval: of the means of two to five forks
 * it draws little more than their smallest and largest, so of two runs of the same build it calls
 * every third case different when each has two forks. Student's distribution knows how little few
 * forks tell, and logarithms make twice as fast and half as fast equally far.
 *
 * @param effect logarithm of how many times faster the contender is
 * @param error standard error of the effect
 * @param degrees of freedom, by Satterthwaite's approximation
 */
record Welch(double effect, double error, double degrees) {

  static final int LEAST_FORKS = 2;

  /** Forks that by chance have the very same mean do not have less noise than a clock. */
  private static final double LEAST_ERROR = 1e-9;

  private static final double TAIL = 0.025;
  private static final double POWER = 0.8;

  /**
   * @param baseline nanoseconds per operation of each fork, at least two
   * @param contender likewise
   */
  static Welch of(double[] baseline, double[] contender) {
    double[] from = logarithms(baseline);
    double[] to = logarithms(contender);
    double one = StatUtils.variance(from) / from.length;
    double other = StatUtils.variance(to) / to.length;
    double squares = one * one / (from.length - 1) + other * other / (to.length - 1);
    double degrees =
        squares > 0
            ? (one + other) * (one + other) / squares
            : Math.min(from.length, to.length) - 1;
    return new Welch(
        StatUtils.mean(from) - StatUtils.mean(to),
        Math.max(LEAST_ERROR, Math.sqrt(one + other)),
        degrees);
  }

  private static double[] logarithms(double[] values) {
    double[] logarithms = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      logarithms[i] = Math.log(values[i]);
    }
    return logarithms;
  }

  /** Ratio of the geometric means, with its 95 % interval. */
  Interval ratio() {
    double reach = quantile(1 - TAIL) * error;
    return new Interval(Math.exp(effect - reach), Math.exp(effect), Math.exp(effect + reach));
  }

  /**
   * How probable such an effect is when the true ratio is no farther from 1 than {@code threshold}.
   *
   * <p>Both tails, as the direction is taken from the data: at most 0.05 exactly when the interval
   * lies wholly beyond the threshold.
   */
  double probabilityWithin(double threshold) {
    double beyond = (Math.abs(effect) - Math.log(threshold)) / error;
    return Math.min(1, 2 * distribution().cumulativeProbability(-beyond));
  }

  /** The ratio that would have been told from {@code threshold} at {@code level} 4 times in 5. */
  double detectable(double threshold, double level) {
    return threshold * Math.exp((quantile(1 - level / 2) + quantile(POWER)) * error);
  }

  private double quantile(double probability) {
    return distribution().inverseCumulativeProbability(probability);
  }

  private TDistribution distribution() {
    return new TDistribution(null, degrees);
  }
}
