package assay.reports.change;

/**
 * Lag-1 autocorrelation of a stretch, from what is left when its most likely change is taken out.
 *
 * <p>A change left in would look like autocorrelation and hide itself. The estimate is corrected
 * for the bias that fitted means give it (Marriott and Pope, Biometrika 41, 1954, for one mean).
 * For long comparisons it is then raised: an estimate from 100 points errs by 0.1 either way, and
 * what an underestimate adds to false alarms is far more than what an overestimate takes away. The
 * raise sets in only where the estimate is distinctly above 0, so that independent noise keeps its
 * power.
 */
final class Autocorrelation {

  private static final double FITTED = 2;
  private static final double LARGEST = 0.95;

  /** At 100 points; at fewer less, or nothing would be found in them. */
  private static final double RAISE = 0.6;

  /** For the shortest ends, on which it has less effect. */
  private static final double BRIEF_RAISE = 0.3;

  /** In standard errors of the estimate: where the raise begins, and where it is whole. */
  private static final double NOTICED = -0.5;

  private static final double SURE = 0.7;

  /** So much likelier a line must be than a step to be what is taken out. */
  private static final double LINE = 16;

  private Autocorrelation() {}

  /**
   * What comparisons in this stretch must allow for; {@code scan} has found its likeliest change.
   */
  static Inflation allowance(Scan scan) {
    int n = scan.size();
    double plain = plain(scan);
    double noticed = (plain * Math.sqrt(n) - NOTICED) / (SURE - NOTICED);
    double known = Math.min(1, Math.pow(n / 100.0, 3));
    double cautious = Math.clamp(noticed, 0, 1) * (plain + RAISE * known);
    double brief = plain + BRIEF_RAISE * known;
    return Inflation.of(Math.clamp(cautious, 0, LARGEST), Math.clamp(brief, 0, LARGEST), n);
  }

  /** The same without the raise: distances from a level resemble each other less than values. */
  static Inflation allowanceOfDistances(Scan scan) {
    double plain = Math.clamp(plain(scan), 0, LARGEST);
    return Inflation.of(plain, plain, scan.size());
  }

  private static double plain(Scan scan) {
    int n = scan.size();
    return (n * lagged(scan) + FITTED) / (n - 2 - FITTED);
  }

  private static double lagged(Scan scan) {
    double[] values = scan.standardized();
    if (!scan.isBump()) {
      Trend trend = Trend.of(values);
      if (trend.leadOverStep(scan.from()) > LINE) {
        return lagged(trend.rests());
      }
    }
    double inside = mean(values, scan.from(), scan.to());
    int others = values.length - (scan.to() - scan.from());
    double outside = others == 0 ? 0 : -inside * (scan.to() - scan.from()) / others;
    for (int i = 0; i < values.length; i++) {
      values[i] -= i >= scan.from() && i < scan.to() ? inside : outside;
    }
    return lagged(values);
  }

  private static double lagged(double[] rests) {
    double products = 0;
    double squares = 0;
    double previous = 0;
    for (double rest : rests) {
      products += rest * previous;
      squares += rest * rest;
      previous = rest;
    }
    return squares > 0 ? products / squares : 0;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
