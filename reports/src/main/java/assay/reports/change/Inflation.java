package assay.reports.change;

/**
 * How much wider than of independent noise the difference of two means is under first-order
 * autocorrelation, as a ratio of standard deviations; tabulated per length.
 */
final class Inflation {

  /** For independent noise. */
  static final Inflation NONE = new Inflation(0, 0);

  private final double rho;
  private final Inflation brief;
  private final double[] variances;
  private final double[] powers;

  private Inflation(double rho, int longest) {
    this(rho, null, longest);
  }

  private Inflation(double rho, Inflation brief, int longest) {
    this.rho = rho;
    this.brief = brief;
    this.variances = new double[rho == 0 ? 0 : longest + 1];
    this.powers = new double[variances.length];
    double power = 1;
    for (int m = 0; m < variances.length; m++) {
      powers[m] = power;
      variances[m] = m * (1 + rho) / (1 - rho) - 2 * rho * (1 - power) / ((1 - rho) * (1 - rho));
      power *= rho;
    }
  }

  /**
   * @param cautious lag-1 autocorrelation for long comparisons, at least 0 and below 1
   * @param plain for those with the shortest ends, on which it has little effect
   * @param longest stretch that will be asked for
   */
  static Inflation of(double cautious, double plain, int longest) {
    return new Inflation(cautious, new Inflation(plain, longest), longest);
  }

  double rho() {
    return rho;
  }

  /** Of the last {@code m} points' mean against the mean of the {@code k} before them. */
  double ofSplit(int k, int m) {
    if (brief != null && m <= Scan.HASTY) {
      return brief.ofSplit(k, m);
    }
    if (rho == 0) {
      return 1;
    }
    double shared = rho * (1 - powers[k]) * (1 - powers[m]) / ((1 - rho) * (1 - rho));
    double variance = variances[k] / k / k + variances[m] / m / m - 2 * shared / k / m;
    return Math.sqrt(variance * k * m / (k + m));
  }

  /** Of a run's mean against all others'; what the two share is left out, which errs to caution. */
  double ofBump(int length, int others) {
    if (rho == 0) {
      return 1;
    }
    double variance = variances[length] / length / length + variances[others] / others / others;
    return Math.sqrt(variance * length * others / (length + others));
  }
}
