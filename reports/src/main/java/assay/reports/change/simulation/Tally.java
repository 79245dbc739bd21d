package assay.reports.change.simulation;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** So many of so many series, with the 95 % interval of Clopper and Pearson. */
record Tally(long hits, long series) {

  private static final double CONFIDENCE = 0.95;

  double low() {
    return hits == 0 ? 0 : beta((1 - CONFIDENCE) / 2, hits, series - hits + 1);
  }

  double high() {
    return hits == series ? 1 : beta((1 + CONFIDENCE) / 2, hits + 1, series - hits);
  }

  private static double beta(double share, long successes, long failures) {
    return BetaDistribution.of(successes, failures).inverseCumulativeProbability(share);
  }

  /** In per cent, as {@code 0.62 (0.48-0.79)}. */
  @Override
  public String toString() {
    return "%.2f (%.2f-%.2f)".formatted(100.0 * hits / series, 100 * low(), 100 * high());
  }
}
