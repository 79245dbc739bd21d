package assay.reports.statistics;

import java.util.Arrays;

/** Quantiles, and distances from the middle that outliers do not stretch. */
public final class Quantiles {

  /** Median absolute deviation over standard deviation of a normal distribution, inverted. */
  private static final double NORMAL = 1.4826;

  /** Of robust standard deviations (B. Iglewicz and D. Hoaglin, 1993). */
  private static final double FAR = 3.5;

  private Quantiles() {}

  /**
   * @param sorted at least one value
   * @param share 0 to 1; between two values it is interpolated
   */
  public static double of(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Leaves its argument as it is. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return of(sorted, 0.5);
  }

  /**
   * Mean of the middle half, a quarter of the values left out at either end; of fewer than four
   * values the median.
   */
  public static double midmean(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int tail = sorted.length < 4 ? (sorted.length - 1) / 2 : sorted.length / 4;
    return Arrays.stream(sorted, tail, sorted.length - tail).average().orElseThrow();
  }

  /** Median absolute deviation, as a normal distribution's standard deviation. */
  public static double robustDeviation(double[] values) {
    double middle = median(values);
    return NORMAL * median(Arrays.stream(values).map(each -> Math.abs(each - middle)).toArray());
  }

  /**
   * Indices of values beyond 3.5 robust standard deviations from the median; to be named, never to
   * be dropped. None where more than half of the values are equal: then nothing says how far is
   * far.
   */
  public static int[] outliers(double[] values) {
    double deviation = robustDeviation(values);
    double middle = median(values);
    return java.util.stream.IntStream.range(0, values.length)
        .filter(i -> deviation > 0 && Math.abs(values[i] - middle) > FAR * deviation)
        .toArray();
  }
}
