package assay.reports.change;

import java.util.Arrays;
import java.util.Optional;

/**
 * Two levels that take turns: values fall into two groups far apart, and the series goes to and fro
 * between them.
 *
 * @param lower level
 * @param upper level
 * @param threshold between them
 * @param uppers points at the upper level
 * @param switches from one to the other
 * @param separation of the levels in standard deviations within them
 */
record Modes(
    double lower, double upper, double threshold, int uppers, int switches, double separation) {

  /** Halves of a Gaussian are 2.7 apart, of a uniform distribution 3.5. */
  private static final double APART = 5;

  /** Fewer are a step, or one and back. */
  private static final int SWITCHES = 4;

  private static final int LEAST_POINTS = 20;

  /** Less often, a second level is a spike. */
  private static final double LEAST_SHARE = 0.15;

  static Optional<Modes> of(double[] values) {
    if (values.length < LEAST_POINTS) {
      return Optional.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = cut(sorted);
    double lower = mean(sorted, 0, cut);
    double upper = mean(sorted, cut, sorted.length);
    double within = Math.sqrt(squares(sorted, cut, lower, upper) / sorted.length);
    double threshold = sorted[cut - 1] / 2 + sorted[cut] / 2;
    Modes modes =
        new Modes(
            lower,
            upper,
            threshold,
            sorted.length - cut,
            switches(values, threshold),
            (upper - lower) / within);
    return modes.separation >= APART && modes.switches >= SWITCHES
        ? Optional.of(modes)
        : Optional.empty();
  }

  /** Where two groups differ most between and least within (Otsu's rule). */
  private static int cut(double[] sorted) {
    int n = sorted.length;
    double total = mean(sorted, 0, n);
    double sum = 0;
    int best = n / 2;
    double most = -1;
    int fewest = (int) Math.ceil(LEAST_SHARE * n);
    for (int i = 1; i <= n - fewest; i++) {
      sum += sorted[i - 1] - total;
      double between = sum * sum * n / ((double) i * (n - i));
      if (i >= fewest && between > most && sorted[i] > sorted[i - 1]) {
        most = between;
        best = i;
      }
    }
    return best;
  }

  private static int switches(double[] values, double threshold) {
    int switches = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > threshold != values[i - 1] > threshold) {
        switches++;
      }
    }
    return switches;
  }

  boolean isUpper(double value) {
    return value > threshold;
  }

  /** What is left of a value when its own level is taken off. */
  double rest(double value) {
    return value - (isUpper(value) ? upper : lower);
  }

  private static double squares(double[] sorted, int cut, double lower, double upper) {
    double squares = 0;
    for (int i = 0; i < sorted.length; i++) {
      double away = sorted[i] - (i < cut ? lower : upper);
      squares += away * away;
    }
    return squares;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
