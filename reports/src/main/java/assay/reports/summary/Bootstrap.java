package assay.reports.summary;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Two-level bootstrap of the median over fork means.
 *
 * <p>Forks are drawn with replacement first, then iterations inside each drawn fork: iterations of
 * one JVM share its compilation and memory layout, so pooling them would make intervals too narrow
 * (Kalibera and Jones, "Rigorous benchmarking in reasonable time", 2013).
 */
final class Bootstrap {

  private static final int RESAMPLES = 1000;
  private static final double TAIL = 0.025;

  private Bootstrap() {}

  /** Nanoseconds per operation; {@code samples} has at least one fork. */
  static Interval nanosPerOp(ForkSamples samples, long seed) {
    double[] draws = resampled(samples, seed);
    Arrays.sort(draws);
    return bounds(draws, median(samples.forkMeans()));
  }

  private static double[] resampled(ForkSamples samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[RESAMPLES];
    double[] means = new double[samples.forks()];
    for (int draw = 0; draw < draws.length; draw++) {
      for (int i = 0; i < means.length; i++) {
        int fork = random.nextInt(means.length);
        means[i] = drawnMean(samples.operations()[fork], samples.nanos()[fork], random);
      }
      draws[draw] = median(means.clone());
    }
    return draws;
  }

  private static double drawnMean(long[] operations, long[] nanos, SplittableRandom random) {
    double time = 0;
    double count = 0;
    for (int i = 0; i < nanos.length; i++) {
      int drawn = random.nextInt(nanos.length);
      time += nanos[drawn];
      count += operations[drawn];
    }
    return time / count;
  }

  private static Interval bounds(double[] sorted, double estimate) {
    int low = (int) Math.floor(TAIL * (sorted.length - 1));
    double lower = Math.min(sorted[low], estimate);
    return new Interval(lower, estimate, Math.max(sorted[sorted.length - 1 - low], estimate));
  }

  /** Sorts its argument. */
  static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
