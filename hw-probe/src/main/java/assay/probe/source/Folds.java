package assay.probe.source;

import java.util.Arrays;

/** One number of many. */
final class Folds {

  private Folds() {}

  static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  static double most(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
