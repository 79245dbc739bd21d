package assay.reports.change;

import java.util.SplittableRandom;

/**
 * How often the same values in another order would look as changed.
 *
 * <p>Critical values are for Gaussian noise. Of skewed or lumpy noise two points in a row are
 * extreme together more often; shuffling the values themselves knows how often.
 */
final class ShapeGuard {

  private static final long SEED = 0x5eed;

  private ShapeGuard() {}

  /**
   * @return the share of orders as extreme, the one at hand included; once it is sure to exceed
   *     {@code enough}, some value above that
   * @param bumpsToo whether an order counts in which only a bump is as extreme
   */
  static double share(Scan scan, Inflation inflation, int orders, double enough, boolean bumpsToo) {
    double[] splits = scan.splitLimits(inflation);
    double[] bumps = scan.bumpLimits(inflation);
    double[] values = scan.standardized();
    double[] sums = new double[values.length + 1];
    SplittableRandom random = new SplittableRandom(SEED);
    int extreme = 1;
    for (int i = 0; i < orders && extreme <= enough * (orders + 1); i++) {
      shuffle(values, random);
      if (splitReaches(values, sums, splits) || bumpsToo && bumpReaches(sums, bumps)) {
        extreme++;
      }
    }
    return extreme / (orders + 1.0);
  }

  private static void shuffle(double[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  /** Leaves the running sums behind when no split reaches its limit. */
  private static boolean splitReaches(double[] values, double[] sums, double[] limits) {
    for (int k = 1; k <= values.length; k++) {
      sums[k] = sums[k - 1] + values[k - 1];
      if (k < limits.length && Math.abs(sums[k]) >= limits[k]) {
        return true;
      }
    }
    return false;
  }

  private static boolean bumpReaches(double[] sums, double[] limits) {
    int last = sums.length - 1 - Scan.SETTLED;
    for (int length = Scan.SETTLED; length < limits.length; length = Scan.longer(length)) {
      for (int i = Scan.BASELINE; i + length <= last; i++) {
        if (Math.abs(sums[i + length] - sums[i]) >= limits[length]) {
          return true;
        }
      }
    }
    return false;
  }
}
