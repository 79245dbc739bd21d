package assay.reports.change;

import java.util.Arrays;

/**
 * How strongly a stretch of points says that its level changed, and where.
 *
 * <p>Values are centred at the median and cut off at {@link #REACH} robust standard deviations, so
 * that one spike cannot make a change. Every split is then a two-sample t statistic, divided by the
 * standard deviation that autocorrelation would give it; so is every bump, a run of points against
 * all others. The statistic is the largest of them, after a head start for {@link #HASTE the
 * shortest ends} and a handicap for {@link #BUMP bumps}: there are so many of these that they would
 * spend the alarms of the rest.
 */
final class Scan {

  /** A change needs so many points before it: fewer do not tell the noise. */
  static final int BASELINE = 10;

  /** So many points after a change suffice at the end of a series; a single one may be a spike. */
  static final int LEAST = 2;

  /** So many points make a level where there are later ones. */
  static final int SETTLED = 5;

  static final double REACH = 4.2;
  static final double HASTE = 0.9;
  static final double BUMP = 1.3;
  static final int HASTY = 3;

  private static final int NEAR = 2;
  private static final double ABOUT = 0.98;

  /** The same sum, added up in another order, still reaches its own limit. */
  private static final double ROUNDING = 1 - 1e-9;

  private final double[] sums;
  private final int first;
  private final int least;

  /** Largest standardized statistic, and the split or bump that has it. */
  private double statistic = Double.NEGATIVE_INFINITY;

  private int from;
  private int to;

  /**
   * @param values of one stretch
   * @param first points before a change, {@link #BASELINE} unless it is known to be there
   * @param least points after a change, {@link #LEAST} at the end of a series
   */
  Scan(double[] values, int first, int least) {
    this.sums = sums(winsorized(values));
    this.first = first;
    this.least = least;
  }

  /** Running sums of values with mean 0 and sum of squares equal to their number. */
  private static double[] sums(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double unit = squares > 0 ? Math.sqrt(values.length / squares) : 0;
    double[] sums = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + (values[i] - mean) * unit;
    }
    return sums;
  }

  /** Values, those farther than {@link #REACH} from the median brought back to there. */
  static double[] withoutSpikes(double[] values) {
    double middle = Robust.median(values);
    double[] cut = winsorized(values);
    for (int i = 0; i < cut.length; i++) {
      cut[i] += middle;
    }
    return cut;
  }

  /** Values no farther than {@link #REACH} from their median, which is taken off. */
  private static double[] winsorized(double[] values) {
    double middle = Robust.median(values);
    double reach = REACH * Robust.sigma(values, middle);
    if (!(reach > 0)) {
      reach = Double.POSITIVE_INFINITY;
    }
    double[] cut = new double[values.length];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = Math.clamp(values[i] - middle, -reach, reach);
    }
    return cut;
  }

  int size() {
    return sums.length - 1;
  }

  /** Searches all splits and bumps. */
  Scan search(Inflation inflation) {
    statistic = Double.NEGATIVE_INFINITY;
    int n = size();
    for (int k = first; k <= n - least; k++) {
      keep(t(sums[k], k, n) / inflation.ofSplit(k, n - k) + headStart(n - k), k, n);
    }
    for (int length = SETTLED; length <= n / 2; length = longer(length)) {
      int at = largestBump(length);
      if (at > 0) {
        double found = t(sums[at + length] - sums[at], length, n);
        keep(found / inflation.ofBump(length, n - length) - BUMP, at, at + length);
      }
    }
    return this;
  }

  private void keep(double found, int start, int end) {
    if (found > statistic) {
      statistic = found;
      from = start;
      to = end;
    }
  }

  static double headStart(int after) {
    return after <= HASTY ? HASTE : 0;
  }

  /** Lengths of bumps grow by a sixth: one a little longer or shorter shows it nearly as well. */
  static int longer(int length) {
    return length + Math.max(1, length / 6);
  }

  private int largestBump(int length) {
    double largest = -1;
    int at = -1;
    for (int i = first; i + length <= size() - SETTLED; i++) {
      double sum = Math.abs(sums[i + length] - sums[i]);
      if (sum > largest) {
        largest = sum;
        at = i;
      }
    }
    return at;
  }

  /** Two-sample t statistic, absolute, of {@code count} of {@code n} points that sum to this. */
  private static double t(double sum, int count, int n) {
    double explained = sum * sum / ((double) count * (n - count) / n);
    return Math.sqrt(explained * (n - 2) / Math.max(n - explained, 1e-12 * n));
  }

  /** The inverse of {@link #t}: from which sum on the statistic is at least this. */
  private static double sumOf(double t, int count, int n) {
    double explained = t * t * n / (n - 2 + t * t);
    return Math.sqrt(explained * count * (n - count) / n);
  }

  /**
   * The split that most probably has the change within {@link #NEAR} points: likelihoods, not only
   * the highest, as a neighbourhood of good splits beats one that is a little better. Among
   * neighbourhoods about as good the likeliest split counts.
   */
  int likeliest(Inflation inflation) {
    double[] weights = likelihoods(inflation);
    double[] near = new double[weights.length];
    double most = 0;
    for (int k = first; k <= size() - least; k++) {
      for (int i = Math.max(0, k - NEAR); i <= Math.min(size() - 1, k + NEAR); i++) {
        near[k] += weights[i];
      }
      most = Math.max(most, near[k]);
    }
    int best = from;
    double weight = -1;
    for (int k = first; k <= size() - least; k++) {
      if (near[k] >= ABOUT * most && weights[k] > weight) {
        weight = weights[k];
        best = k;
      }
    }
    return best;
  }

  /** Of a change at each point, adding up to 1. */
  double[] likelihoods(Inflation inflation) {
    int n = size();
    double[] weights = new double[n];
    double total = 0;
    double top = 0;
    for (int k = first; k <= n - least; k++) {
      weights[k] = t(sums[k], k, n) / inflation.ofSplit(k, n - k);
      top = Math.max(top, weights[k]);
    }
    for (int k = first; k <= n - least; k++) {
      weights[k] = Math.exp((weights[k] - top) * (weights[k] + top) / 2);
      total += weights[k];
    }
    for (int k = 0; k < n; k++) {
      weights[k] /= total;
    }
    return weights;
  }

  /** From which sum on a split reaches the statistic found; by points before it. */
  double[] splitLimits(Inflation inflation) {
    int n = size();
    double[] limits = new double[n];
    Arrays.fill(limits, Double.POSITIVE_INFINITY);
    for (int k = first; k <= n - least; k++) {
      double t = (statistic - headStart(n - k)) * inflation.ofSplit(k, n - k);
      limits[k] = sumOf(t, k, n) * ROUNDING;
    }
    return limits;
  }

  /** From which sum on a bump reaches the statistic found; by length. */
  double[] bumpLimits(Inflation inflation) {
    int n = size();
    double[] limits = new double[n / 2 + 1];
    for (int length = SETTLED; length <= n / 2; length = longer(length)) {
      double t = (statistic + BUMP) * inflation.ofBump(length, n - length);
      limits[length] = sumOf(t, length, n) * ROUNDING;
    }
    return limits;
  }

  /** The values that were summed: mean 0, mean square 1. */
  double[] standardized() {
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = sums[i + 1] - sums[i];
    }
    return values;
  }

  double statistic() {
    return statistic;
  }

  int from() {
    return from;
  }

  /** End of the bump, or {@link #size()} for a step. */
  int to() {
    return to;
  }

  boolean isBump() {
    return to < size();
  }
}
