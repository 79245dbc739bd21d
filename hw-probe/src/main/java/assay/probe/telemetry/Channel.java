package assay.probe.telemetry;

import assay.probe.Reading;

/**
 * One thing that a sensor can be asked, and what is known of how it measures.
 *
 * @param id stable over reboots: {@code rapl/package-0}, {@code nvml@0000:01:00.0/energy}, {@code
 *     meter/wt310/power}
 * @param label as the driver names it, or ""
 * @param part which one of its scope: a socket's number, a PCI address, a rail's name; two channels
 *     of equal measure, scope and part tell the same thing
 * @param source file, function or address that is asked
 * @param periodSeconds between two updates of the value
 * @param windowSeconds that a value is the mean over; 0 for an instant and for counters
 * @param accuracy relative, as its maker states it
 * @param wrapsAt value at which a counter begins again at 0; absent for one that does not
 * @param mostWatts that this place can draw or a counter can grow by; beyond it a value is a fault
 */
public record Channel(
    String id,
    String label,
    Measure measure,
    Scope scope,
    String part,
    String source,
    Reading<Double> periodSeconds,
    Reading<Double> windowSeconds,
    Reading<Double> accuracy,
    Reading<Double> wrapsAt,
    Reading<Double> mostWatts) {

  private static final Reading<Double> UNKNOWN = Reading.unsupported("nobody states it");

  /** A channel of which nothing is known but what it is. */
  public static Channel of(
      String id, String label, Measure measure, Scope scope, String part, String source) {
    return new Channel(
        id, label, measure, scope, part, source, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
  }

  /**
   * @param from who says so: a document, a self-test, an estimate
   */
  public Channel updatedEvery(double seconds, String from) {
    return with(Reading.of(seconds, "s", from), windowSeconds, accuracy, wrapsAt, mostWatts);
  }

  public Channel averagedOver(double seconds, String from) {
    return with(periodSeconds, Reading.of(seconds, "s", from), accuracy, wrapsAt, mostWatts);
  }

  public Channel accurateTo(double relative, String from) {
    return with(periodSeconds, windowSeconds, Reading.of(relative, "1", from), wrapsAt, mostWatts);
  }

  public Channel wrappingAt(double value, String from) {
    Reading<Double> wraps = Reading.of(value, measure.unit(), from);
    return with(periodSeconds, windowSeconds, accuracy, wraps, mostWatts);
  }

  public Channel drawingAtMost(double watts, String from) {
    return with(periodSeconds, windowSeconds, accuracy, wrapsAt, Reading.of(watts, "W", from));
  }

  private Channel with(
      Reading<Double> period,
      Reading<Double> window,
      Reading<Double> exact,
      Reading<Double> wraps,
      Reading<Double> most) {
    return new Channel(id, label, measure, scope, part, source, period, window, exact, wraps, most);
  }
}
