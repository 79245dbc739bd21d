package assay.reports.change;

import java.util.Arrays;

/** Location and scatter that single points do not move. */
final class Robust {

  /** Median absolute deviation of a Gaussian times this is its standard deviation. */
  private static final double TO_SIGMA = 1.4826;

  /** Standard deviations beyond which a Gaussian has a tenth of its values on one side. */
  private static final double TENTH = 1.2816;

  private Robust() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    // Halves are added, as the sum of two huge values has no double.
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  static double median(double[] values, int from, int to) {
    return median(Arrays.copyOfRange(values, from, to));
  }

  /** Standard deviation about {@code middle}, from the median absolute deviation. */
  static double sigma(double[] values, double middle) {
    double[] away = new double[values.length];
    for (int i = 0; i < away.length; i++) {
      away[i] = Math.abs(values[i] - middle);
    }
    return TO_SIGMA * median(away);
  }

  /**
   * Standard deviation of one side of values about 0: skewed noise has more on one side. The larger
   * of what half the values and what four fifths say.
   */
  static double sideSigma(double[] sorted, boolean above) {
    double half = sigma(sorted, 0);
    int tenth = sorted.length / 10;
    double outer = Math.abs(above ? sorted[sorted.length - 1 - tenth] : sorted[tenth]);
    double sigma = Math.max(half, outer / TENTH);
    if (sigma > 0) {
      return sigma;
    }
    double mean = 0;
    for (double value : sorted) {
      mean += Math.abs(value) / sorted.length;
    }
    return mean;
  }
}
