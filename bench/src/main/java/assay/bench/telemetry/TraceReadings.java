package assay.bench.telemetry;

import assay.probe.Reading;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        case EVENTS, THROTTLED, CAPPED ->
            put(readings, trace, before(trace, whole), whole, Trace::counted);
        case TEMPERATURE -> put(readings, trace, inside(trace, whole), whole, Summary.HIGHEST);
        case CLOCK, POWER_CAP -> put(readings, trace, inside(trace, whole), whole, Summary.LOWEST);
        case POWER, ENERGY, FAN, TIME, LEVEL, SHARE -> {}
      }
    }
    return readings;
  }

  private interface Summary {

    Summary HIGHEST =
        (trace, from, to) -> Arrays.stream(trace.values(), from, to + 1).max().orElseThrow();

    Summary LOWEST =
        (trace, from, to) -> Arrays.stream(trace.values(), from, to + 1).min().orElseThrow();

    double of(Trace trace, int from, int to);
  }

  /** What happened from the last reading before the window on may have happened in it. */
  private static int before(Trace trace, Window window) {
    return Math.max(0, trace.lastUpTo(window.fromNanos()));
  }

  /** Before the window the machine rested, at another clock. */
  private static int inside(Trace trace, Window window) {
    return trace.firstFrom(window.fromNanos());
  }

  private static void put(
      Map<String, Reading<Double>> readings,
      Trace trace,
      int from,
      Window window,
      Summary summary) {
    // The reading at the end belongs to the window: it is taken just after it.
    int to = Math.min(trace.firstFrom(window.toNanos()), trace.size() - 1);
    String unit = trace.channel().measure().unit();
    readings.put(
        trace.channel().id(),
        from > to
            ? Reading.unavailable(silence(trace))
            : Reading.of(summary.of(trace, from, to), unit, trace.channel().source()));
  }

  private static String silence(Trace trace) {
    return trace.gaps().isEmpty()
        ? "unresolved: it said nothing while this was measured"
        : trace.gaps().getLast().reason();
  }
}
