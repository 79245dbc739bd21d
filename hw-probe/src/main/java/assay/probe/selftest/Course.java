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
 * @param periodSeconds not a number where no update can be told from the next
 */
record Course(double[] nanos, double[] watts, double periodSeconds) {

  /** More than enough for an edge, and quick to fit. */
  private static final int MOST_READINGS = 4000;

  /** One in so many distances is no longer than a single period. */
  private static final int SHORTEST = 10;

  /** A renewal is seen by one reading or by the next, which may be late itself. */
  private static final double ONE_LATER = 1.2;

  static Course of(Trace trace) {
    int[] at = changes(trace);
    double[] nanos = new double[at.length];
    double[] values = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      nanos[i] = trace.nanos()[at[i]];
      values[i] = trace.values()[at[i]];
    }
    double period = period(differences(nanos), interval(trace)) * 1e-9;
    return trace.channel().measure() == Measure.ENERGY
        ? rates(nanos, values, trace.channel().wrapsAt().asOptional().orElse(0.0), period)
        : new Course(nanos, values, period);
  }

  /**
   * Of a sensor that says the same between two changes of the load, so that its renewals are not
   * seen: whatever it said, whenever it was asked.
   */
  static Course asAsked(Trace trace) {
    int step = Math.max(1, trace.size() / MOST_READINGS);
    int count = trace.size() / step;
    double[] nanos = new double[count];
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      nanos[i] = trace.nanos()[i * step];
      values[i] = trace.values()[i * step];
    }
    return new Course(nanos, values, Double.NaN);
  }

  /**
   * Mean of the shortest distances, in ns. They differ by when the sensor was asked; one that
   * rounds often says the same twice, and its longer distances are several periods.
   */
  private static double period(double[] distances, double interval) {
    if (distances.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(distances);
    double base = distances[distances.length / SHORTEST];
    return Arrays.stream(distances)
        .filter(each -> each <= base + ONE_LATER * interval)
        .average()
        .orElse(base);
  }

  /** Median time between two readings, in ns. */
  private static double interval(Trace trace) {
    double[] nanos = Arrays.stream(trace.nanos()).asDoubleStream().toArray();
    double[] between = differences(nanos);
    Arrays.sort(between);
    return between.length == 0 ? 0 : between[between.length / 2];
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

  int size() {
    return nanos.length;
  }
}
