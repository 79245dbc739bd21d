package assay.reports.change.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A yardstick for the power of a detector: the likelihood ratio of somebody who knows that noise is
 * Gaussian, independent and of standard deviation 1, and that there is one step at most, of which
 * place, size and sign are open. The threshold is drawn for the false-alarm rate, the same for all
 * places.
 */
final class Oracle {

  private static final int FIRST_LOOK = 30;

  private final int series;
  private final long seed;

  Oracle(int series, long seed) {
    this.series = series;
    this.seed = seed;
  }

  /** Power of one look at the rate, as {@link Trials.Power#found}. */
  Tally once(double step, int after, double rate) {
    int points = Trials.BASELINE + after;
    double threshold =
        quantile(rate, random -> statistic(Noise.GAUSS.draw(points, random), points));
    return count(step, after, values -> statistic(values, points) >= threshold);
  }

  /**
   * Power of looks after every append at a rate for all of them from the 30th to the 100th point
   * together, as {@link Trials.Power#everFound}.
   */
  Tally every(double step, int after, double rate) {
    double threshold = quantile(rate, random -> highest(Noise.GAUSS.draw(100, random), FIRST_LOOK));
    return count(step, after, values -> highest(values, Trials.BASELINE + 1) >= threshold);
  }

  private double highest(double[] values, int first) {
    return IntStream.rangeClosed(first, values.length)
        .mapToDouble(n -> statistic(values, n))
        .max()
        .orElseThrow();
  }

  /** The largest of all splits of the first {@code n} points, two or more after it. */
  private static double statistic(double[] values, int n) {
    double mean = Arrays.stream(values, 0, n).average().orElseThrow();
    double sum = 0;
    double largest = 0;
    for (int k = 1; k <= n - 2; k++) {
      sum += values[k - 1] - mean;
      if (k >= 10) {
        largest = Math.max(largest, Math.abs(sum) / Math.sqrt((double) k * (n - k) / n));
      }
    }
    return largest;
  }

  private interface Draw {
    double of(SplittableRandom random);
  }

  private interface Verdict {
    boolean of(double[] values);
  }

  private double quantile(double rate, Draw draw) {
    double[] sorted =
        IntStream.range(0, series)
            .parallel()
            .mapToDouble(i -> draw.of(new SplittableRandom(seed * 31 + i)))
            .sorted()
            .toArray();
    return sorted[(int) (series * (1 - rate))];
  }

  private Tally count(double step, int after, Verdict verdict) {
    long found =
        IntStream.range(0, series)
            .parallel()
            .filter(
                i -> verdict.of(Trials.planted(step, after, new SplittableRandom(seed * 37 + i))))
            .count();
    return new Tally(found, series);
  }
}
