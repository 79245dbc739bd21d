package assay.probe.energy;

import assay.probe.telemetry.Trace;
import java.util.Arrays;

/** When a trace was asked and when its value was renewed. */
final class Updates {

  /** So long may a reading be missing beside the end of a window: meters send when they like. */
  private static final double MISSING_PERIODS = 2;

  private Updates() {}

  /**
   * Seconds between two updates as its maker states them, else as far as the samples show: the
   * median time between changes, which is no shorter than the time between samples.
   */
  static double period(Trace trace) {
    return trace.channel().periodSeconds().asOptional().orElseGet(() -> seenPeriod(trace));
  }

  private static double seenPeriod(Trace trace) {
    double[] between = new double[trace.size()];
    int changes = 0;
    int last = 0;
    for (int i = 1; i < trace.size(); i++) {
      if (trace.values()[i] != trace.values()[i - 1]) {
        between[changes++] = seconds(trace, last, i);
        last = i;
      }
    }
    // One change or none says that it is at least as slow as the trace is long.
    return changes < 2 ? Math.max(0, spanSeconds(trace)) : median(between, changes);
  }

  /** Median seconds between two samples; 0 of fewer than two. */
  static double interval(Trace trace) {
    double[] between = new double[Math.max(0, trace.size() - 1)];
    Arrays.setAll(between, i -> seconds(trace, i, i + 1));
    return between.length == 0 ? 0 : median(between, between.length);
  }

  /** Seconds that the nearest reading may be away from the end of a window. */
  static double tolerance(Trace trace) {
    return MISSING_PERIODS * Math.max(period(trace), interval(trace));
  }

  static double seconds(Trace trace, int a, int b) {
    return (trace.nanos()[b] - trace.nanos()[a]) * 1e-9;
  }

  private static double spanSeconds(Trace trace) {
    return trace.size() == 0 ? 0 : seconds(trace, 0, trace.size() - 1);
  }

  private static double median(double[] values, int count) {
    Arrays.sort(values, 0, count);
    return values[count / 2];
  }
}
