package assay.bench.telemetry;

import assay.probe.Reading;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * One number for what happened to the hardware while a case was measured: errors and brakes by how
 * far they counted up, temperatures by their highest, clocks and limits by their lowest value.
 *
 * <p>Power and energy are told with their intervals, see {@link Recorded}.
 */
final class TraceReadings {

  private TraceReadings() {}

  /** By channel id. */
  static Map<String, Reading<Double>> of(Recording seen, List<Window> windows) {
    Window whole = new Window(windows.getFirst().fromNanos(), windows.getLast().toNanos());
    Map<String, Reading<Double>> readings = new TreeMap<>();
    for (Trace trace : seen.traces()) {
      switch (trace.channel().measure()) {
        case EVENTS, THROTTLED, CAPPED -> put(readings, trace, whole, TraceReadings::grown);
        case TEMPERATURE -> put(readings, trace, whole, values -> values.max().orElseThrow());
        case CLOCK, POWER_CAP -> put(readings, trace, whole, values -> values.min().orElseThrow());
        case POWER, ENERGY, FAN, TIME, LEVEL, SHARE -> {}
      }
    }
    return readings;
  }

  private interface Summary {
    double of(DoubleStream values);
  }

  private static void put(
      Map<String, Reading<Double>> readings, Trace trace, Window window, Summary summary) {
    double[] inside = inside(trace, window);
    String unit = trace.channel().measure().unit();
    readings.put(
        trace.channel().id(),
        inside.length == 0
            ? Reading.unavailable(silence(trace))
            : Reading.of(summary.of(Arrays.stream(inside)), unit, trace.channel().source()));
  }

  private static String silence(Trace trace) {
    return trace.gaps().isEmpty()
        ? "unresolved: it said nothing while this was measured"
        : trace.gaps().getLast().reason();
  }

  /** The reading at each end belongs to the window: it is taken just before and just after it. */
  private static double[] inside(Trace trace, Window window) {
    int from = index(trace, window.fromNanos());
    int to = Math.min(index(trace, window.toNanos()), trace.size() - 1);
    return from > to ? new double[0] : Arrays.copyOfRange(trace.values(), from, to + 1);
  }

  private static int index(Trace trace, long nanos) {
    int found = Arrays.binarySearch(trace.nanos(), nanos);
    return found >= 0 ? found : -found - 1;
  }

  /** A counter that went back was reset; what it counted before is lost. */
  private static double grown(DoubleStream values) {
    double[] all = values.toArray();
    double sum = 0;
    for (int i = 1; i < all.length; i++) {
      sum += Math.max(0, all[i] - all[i - 1]);
    }
    return sum;
  }
}
