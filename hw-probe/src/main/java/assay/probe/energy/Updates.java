package assay.probe.energy;

import assay.probe.telemetry.Trace;
import java.util.Arrays;

/** When a trace's value was renewed. */
final class Updates {

  private Updates() {}

  /** Last sample at or before a moment, -1 when there is none. */
  static int lastUpTo(Trace trace, long nanos) {
    int low = 0;
    int high = trace.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (trace.nanos()[middle] <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** First sample at or after a moment, the trace's size when there is none. */
  static int firstFrom(Trace trace, long nanos) {
    return lastUpTo(trace, nanos - 1) + 1;
  }

  /**
   * Seconds between two updates, as far as the samples show: the median time between changes, which
   * is no shorter than the time between samples.
   */
  static double period(Trace trace) {
    double[] between = new double[trace.size()];
    int changes = 0;
    int last = 0;
    for (int i = 1; i < trace.size(); i++) {
      if (trace.values()[i] != trace.values()[i - 1]) {
        between[changes++] = (trace.nanos()[i] - trace.nanos()[last]) * 1e-9;
        last = i;
      }
    }
    if (changes == 0) {
      return trace.size() < 2
          ? Double.POSITIVE_INFINITY
          : (trace.nanos()[trace.size() - 1] - trace.nanos()[0]) * 1e-9;
    }
    Arrays.sort(between, 0, changes);
    return between[changes / 2];
  }
}
