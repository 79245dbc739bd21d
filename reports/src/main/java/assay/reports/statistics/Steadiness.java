package assay.reports.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether the iterations of a fork are samples of one thing.
 *
 * <p>A finding needs both evidence and size: with many iterations a drift of a thousandth is
 * evident and matters to nobody.
 */
public final class Steadiness {

  /** Of the medians of the two parts or modes, larger over smaller. */
  private static final double LEAST_RATIO = 1.05;

  /** By chance one steady fork in a thousand is called unsteady by each rule. */
  private static final double LEVEL = 0.001;

  /** With fewer iterations no order of them is rare enough. */
  private static final int LEAST_ITERATIONS = 8;

  /** Of the range, that lies empty between two modes. */
  private static final double LEAST_GAP = 0.5;

  private Steadiness() {}

  /**
   * What is wrong with a fork.
   *
   * @param nanos per operation of each iteration, in the order they ran
   */
  public static Optional<String> fault(double[] nanos) {
    if (nanos.length < LEAST_ITERATIONS) {
      return Optional.empty();
    }
    double ratio = lateOverEarly(nanos);
    boolean large = Math.max(ratio, 1 / ratio) >= LEAST_RATIO;
    if (large && trend(nanos) <= LEVEL) {
      return Optional.of(
          ratio < 1
              ? "warm-up was not over: it became %.0f %% faster while it was measured"
                  .formatted(100 * (1 / ratio - 1))
              : "it drifted: it became %.0f %% slower while it was measured"
                  .formatted(100 * (ratio - 1)));
    }
    return modes(nanos);
  }

  private static double lateOverEarly(double[] nanos) {
    int half = nanos.length / 2;
    double early = Quantiles.median(Arrays.copyOf(nanos, half));
    double late = Quantiles.median(Arrays.copyOfRange(nanos, nanos.length - half, nanos.length));
    return late / early;
  }

  /**
   * How probable so many rising, or falling, pairs are in any order (M. G. Kendall's tau, normal
   * approximation with continuity correction; ties make it careful).
   */
  static double trend(double[] values) {
    int score = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        score += Double.compare(values[j], values[i]);
      }
    }
    double n = values.length;
    double deviation = Math.sqrt(n * (n - 1) * (2 * n + 5) / 18);
    double z = Math.max(0, Math.abs(score) - 1) / deviation;
    return Student.twoSided(z, 1e6);
  }

  /** Two speeds and nothing in between, each more than once. */
  private static Optional<String> modes(double[] nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int cut = widestGap(sorted);
    double gap = sorted[cut] - sorted[cut - 1];
    double range = sorted[sorted.length - 1] - sorted[0];
    double ratio =
        Quantiles.median(Arrays.copyOfRange(sorted, cut, sorted.length))
            / Quantiles.median(Arrays.copyOf(sorted, cut));
    int smaller = Math.min(cut, sorted.length - cut);
    boolean two = smaller >= sorted.length / 4 && gap >= LEAST_GAP * range && ratio >= LEAST_RATIO;
    return two
        ? Optional.of(
            "it had two speeds: %d of %d iterations took %.2f times as long as the others"
                .formatted(sorted.length - cut, sorted.length, ratio))
        : Optional.empty();
  }

  /** Index of the first value above the widest gap. */
  private static int widestGap(double[] sorted) {
    int cut = 1;
    for (int i = 2; i < sorted.length; i++) {
      if (sorted[i] - sorted[i - 1] > sorted[cut] - sorted[cut - 1]) {
        cut = i;
      }
    }
    return cut;
  }
}
