package assay.reports.chart;

import assay.reports.statistics.Quantiles;
import java.util.Arrays;

/**
 * Where values lie how densely, by a Gaussian kernel of Silverman's width (B. W. Silverman, 1986);
 * cut off at the least and the largest value, as nothing was measured beyond.
 *
 * @param places from the least to the largest value
 * @param densities at them; the largest is 1
 */
record Violin(double[] places, double[] densities) {

  private static final int PLACES = 48;

  /** Ratio of the distance between quartiles and the standard deviation of a Gaussian. */
  private static final double QUARTILES = 1.34;

  /**
   * @param values two different ones at least
   */
  static Violin of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double least = sorted[0];
    double most = sorted[sorted.length - 1];
    double width = width(sorted);
    double[] places = new double[PLACES];
    double[] densities = new double[PLACES];
    double highest = 0;
    for (int i = 0; i < PLACES; i++) {
      places[i] = least + (most - least) * i / (PLACES - 1);
      for (double value : sorted) {
        double z = (places[i] - value) / width;
        densities[i] += Math.exp(-z * z / 2);
      }
      highest = Math.max(highest, densities[i]);
    }
    for (int i = 0; i < PLACES; i++) {
      densities[i] /= highest;
    }
    return new Violin(places, densities);
  }

  private static double width(double[] sorted) {
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(each -> (each - mean) * (each - mean)).sum();
    double deviation = Math.sqrt(squares / (sorted.length - 1));
    double quartiles = Quantiles.of(sorted, 0.75) - Quantiles.of(sorted, 0.25);
    double spread = quartiles > 0 ? Math.min(deviation, quartiles / QUARTILES) : deviation;
    return 0.9 * spread * Math.pow(sorted.length, -0.2);
  }
}
