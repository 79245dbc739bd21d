package assay.reports.change;

import java.util.function.Function;

/**
 * One stretch of points, looked at once: the strongest sign of a change in it and how rare such a
 * sign is without one.
 */
final class Look {

  /** So many points at least, or nothing can be rare. */
  static final int LEAST_POINTS = Scan.BASELINE + Scan.LEAST;

  /**
   * A noise passes both tests, of the table and of the shuffled values, less often than either one;
   * by so much the table may be more generous for the two together to keep the rate.
   */
  private static final double TOGETHER = 1.4;

  /** Of the orders tried, so many may look changed when the level is just met. */
  private static final double EXTREME = 10;

  /** The same when only a yes is wanted. */
  private static final double EXTREME_OF_FINE = 4;

  /**
   * Means of so many points are near enough to Gaussian: where they are so many times rarer in
   * Gaussian noise than asked for, no shuffle needs to be asked.
   */
  private static final int ENOUGH_POINTS = 10;

  private static final double BEYOND_DOUBT = 50;

  private final Scan scan;
  private final Inflation inflation;

  private Look(Scan scan, Inflation inflation) {
    this.scan = scan;
    this.inflation = inflation;
  }

  /**
   * @param values at least {@link #LEAST_POINTS}
   * @param first points that a change must have before it
   * @param least points that a change must have after it
   */
  static Look at(double[] values, int first, int least) {
    return at(values, first, least, Autocorrelation::allowance);
  }

  /** At how far points are from their level, by rank. */
  static Look atDistances(double[] scores, int least) {
    return at(scores, least, least, Autocorrelation::allowanceOfDistances);
  }

  private static Look at(
      double[] values, int first, int least, Function<Scan, Inflation> allowance) {
    Scan scan = new Scan(values, first, least).search(Inflation.NONE);
    Inflation inflation = allowance.apply(scan);
    return new Look(scan.search(inflation), inflation);
  }

  Scan scan() {
    return scan;
  }

  Inflation inflation() {
    return inflation;
  }

  /** Rarity among Gaussian noise. */
  double tableShare() {
    return Math.min(1, CriticalValues.share(scan.size(), scan.statistic()) / TOGETHER);
  }

  /** Rarity of such a sign, no smaller than what shuffling can tell, 1 when above {@code level}. */
  double pValue(double level) {
    double tableShare = tableShare();
    if (tableShare > level) {
      return 1;
    }
    if (isBeyondDoubt(level)) {
      return tableShare;
    }
    double share = ShapeGuard.share(scan, inflation, (int) (EXTREME / level), level, true);
    return share > level ? 1 : Math.max(share, tableShare);
  }

  /**
   * Whether what was found at one level would be found at a smaller one as well. Shuffles are asked
   * for signs of the same sort only, as so many more of them are needed.
   */
  boolean confirms(double level) {
    if (tableShare() > level) {
      return false;
    }
    int orders = (int) (EXTREME_OF_FINE / level);
    return isBeyondDoubt(level)
        || ShapeGuard.share(scan, inflation, orders, level, scan.isBump()) <= level;
  }

  private boolean isBeyondDoubt(double level) {
    return tableShare() <= level / BEYOND_DOUBT && scan.size() - scan.from() >= ENOUGH_POINTS;
  }
}
