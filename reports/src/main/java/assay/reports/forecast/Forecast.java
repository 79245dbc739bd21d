package assay.reports.forecast;

import assay.reports.statistics.Contrast;
import assay.reports.statistics.Moderation;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the next run's value will lie, from the runs since the level last changed.
 *
 * <p>Runs of one build on one machine differ by more than the forks inside a run do: memory is laid
 * out anew, neighbours come and go. So the yardstick is the scatter from run to run, and what is
 * foretold is one more run, not a mean.
 *
 * @param points runs it is made from, at least 1
 * @param mean of the logarithms
 * @param deviation of one run's logarithm; 0 of a single point
 * @param shared how many times as much as for independent runs the variance of the mean is
 * @param degrees of freedom behind the deviation
 * @param low smallest logarithm that is no outlier
 * @param high largest one
 */
record Forecast(
    int points,
    double mean,
    double deviation,
    double shared,
    double degrees,
    double low,
    double high) {

  /** With fewer, neither scatter nor its autocorrelation can be told. */
  static final int LEAST_POINTS = 8;

  /** As in {@code assay.reports.change}: beyond so many robust deviations a value is cut off. */
  private static final double CUT = 4.2;

  /** One in so many may be an outlier; more of them are the shape of the noise, such as modes. */
  private static final int OUTLIER_OF = 10;

  private static final int MOST_SURPRISES = 100;
  private static final Spread UNKNOWN = new Spread(1, 0, 0, 0);
  private static final double LARGEST_CORRELATION = 0.95;

  /** No clock tells less apart; as in {@link Spread}. */
  private static final double LEAST_DEVIATION = 1e-9;

  /**
   * @param values positive and finite, oldest first, at least one
   */
  static Forecast of(double[] values) {
    return ofLogarithms(Arrays.stream(values).map(Math::log).toArray());
  }

  private static Forecast ofLogarithms(double[] all) {
    double[] kept = withoutOutliers(all);
    double mean = Arrays.stream(kept).average().orElseThrow();
    double low = Arrays.stream(kept).min().orElseThrow();
    double high = Arrays.stream(kept).max().orElseThrow();
    int n = kept.length;
    if (n == 1) {
      return new Forecast(1, mean, 0, 1, 0, low, high);
    }
    double[] rests = Arrays.stream(kept).map(each -> each - mean).toArray();
    double rho = correlation(rests);
    double shared = shared(rho, n);
    double squares = Arrays.stream(rests).map(each -> each * each).sum();
    // Runs that resemble the one before look less scattered than they are.
    double deviation = Math.sqrt(squares / Math.max(1, n - shared));
    double degrees = Math.max(1, (n - 1) * (1 - rho * rho) / (1 + rho * rho));
    return new Forecast(n, mean, Math.max(LEAST_DEVIATION, deviation), shared, degrees, low, high);
  }

  /** Outliers pulled in to where the noise may well end, unless there are too many of them. */
  private static double[] withoutOutliers(double[] all) {
    double middle = Quantiles.median(all);
    double reach = CUT * Quantiles.robustDeviation(all);
    long beyond = Arrays.stream(all).filter(each -> Math.abs(each - middle) > reach).count();
    return beyond > all.length / OUTLIER_OF
        ? all
        : Arrays.stream(all)
            .map(each -> Math.clamp(each, middle - reach, middle + reach))
            .toArray();
  }

  /**
   * From one run to the next, at least 0; corrected for the bias that the fitted mean gives it
   * (Marriott and Pope, Biometrika 41, 1954).
   */
  private static double correlation(double[] rests) {
    double products = 0;
    double squares = 0;
    for (int i = 0; i < rests.length; i++) {
      products += i == 0 ? 0 : rests[i] * rests[i - 1];
      squares += rests[i] * rests[i];
    }
    int n = rests.length;
    return squares > 0 && n >= LEAST_POINTS
        ? Math.clamp((n * products / squares + 1) / (n - 3), 0, LARGEST_CORRELATION)
        : 0;
  }

  /** Of first-order autocorrelation; 1 for independent runs. */
  private static double shared(double rho, int n) {
    double twice = 2 * rho * (n - (1 - Math.pow(rho, n)) / (1 - rho)) / (1 - rho) / n;
    return 1 + twice;
  }

  /**
   * How far each of the last runs was from what the others foretell, in standard errors; above 0
   * where it took longer.
   *
   * @param values positive and finite, oldest first
   * @param byAll what all cases tell of the scatter
   */
  static double[] surprises(double[] values, Moderation byAll) {
    if (values.length <= LEAST_POINTS) {
      return new double[0];
    }
    double[] all = Arrays.stream(values).map(Math::log).toArray();
    return IntStream.range(Math.max(0, all.length - MOST_SURPRISES), all.length)
        .mapToDouble(i -> {
          double[] others = new double[all.length - 1];
          System.arraycopy(all, 0, others, 0, i);
          System.arraycopy(all, i + 1, others, i, all.length - 1 - i);
          Contrast found = ofLogarithms(others).moderated(byAll).against(values[i], 1, UNKNOWN);
          return -found.effect() / found.error();
        })
        .toArray();
  }

  /** The scatter of one run, of which the other cases of the history know something too. */
  Spread scatter() {
    return new Spread(points, mean, deviation * deviation, degrees);
  }

  Forecast moderated(Moderation byAll) {
    Spread better = byAll.apply(scatter());
    return new Forecast(points, mean, better.deviation(), shared, better.degrees(), low, high);
  }

  boolean isEnough() {
    return points >= LEAST_POINTS;
  }

  /**
   * The history less the new value, as logarithms; for {@link #isEnough}.
   *
   * @param value of the new run, positive
   * @param fewerForks how many times as many forks the history's runs had, at least 1
   * @param own spread of the new run's forks
   */
  Contrast against(double value, double fewerForks, Spread own) {
    double usual = deviation * deviation * fewerForks;
    double within = own.isKnown() ? own.error() * own.error() : 0;
    double ofMean = deviation * deviation * shared / points;
    return new Contrast(
        mean - Math.log(value),
        Math.sqrt(Math.max(usual, within) + ofMean),
        within > usual ? Math.min(degrees, own.degrees()) : degrees);
  }

  /** Whether no run since the level last changed was like this one. */
  boolean isBeyond(double value) {
    double logarithm = Math.log(value);
    return logarithm < low || logarithm > high;
  }

  /**
   * The ratio that so many runs with this scatter would show four times in five.
   *
   * @param level of the test
   */
  double detectable(int runs, double level) {
    double degreesThen = Math.max(1, degrees * (runs - 1) / Math.max(1, points - 1));
    double quantiles =
        Student.quantile(1 - level / 2, degreesThen)
            + Student.quantile(Contrast.POWER, degreesThen);
    return Math.exp(quantiles * deviation * Math.sqrt(1 + shared / runs));
  }
}
