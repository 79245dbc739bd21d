package assay.probe.selftest;

import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Trace;
import java.util.Arrays;

/**
 * A sensor's power at the moments when it was renewed. In between it says again what it said, which
 * would look like lag.
 *
 * @param nanos of each update, as early as the samples show
 * @param watts of a counter: since the update before, told for the middle of that time
 */
record Course(double[] nanos, double[] watts, double periodSeconds) {

  static Course of(Trace trace) {
    int[] at = changes(trace);
    double[] nanos = new double[at.length];
    double[] values = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      nanos[i] = trace.nanos()[at[i]];
      values[i] = trace.values()[at[i]];
    }
    double period = median(differences(nanos)) * 1e-9;
    return trace.channel().measure() == Measure.ENERGY
        ? rates(nanos, values, trace.channel().wrapsAt().asOptional().orElse(0.0), period)
        : new Course(nanos, values, period);
  }

  private static int[] changes(Trace trace) {
    int[] at = new int[trace.size()];
    int count = 0;
    for (int i = 1; i < trace.size(); i++) {
      if (trace.values()[i] != trace.values()[i - 1]) {
        at[count++] = i;
      }
    }
    return Arrays.copyOf(at, count);
  }

  private static Course rates(double[] nanos, double[] joules, double range, double period) {
    int count = Math.max(0, nanos.length - 1);
    double[] middles = new double[count];
    double[] watts = new double[count];
    for (int i = 0; i < count; i++) {
      double grown = joules[i + 1] - joules[i];
      middles[i] = (nanos[i] + nanos[i + 1]) / 2;
      watts[i] = (grown < 0 ? grown + range : grown) / ((nanos[i + 1] - nanos[i]) * 1e-9);
    }
    return new Course(middles, watts, period);
  }

  private static double[] differences(double[] values) {
    double[] differences = new double[Math.max(0, values.length - 1)];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = values[i + 1] - values[i];
    }
    return differences;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values.length == 0 ? Double.NaN : values[values.length / 2];
  }

  int size() {
    return nanos.length;
  }
}
