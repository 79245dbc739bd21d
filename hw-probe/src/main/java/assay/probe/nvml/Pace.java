package assay.probe.nvml;

import assay.probe.Reading;

/**
 * A counter of time that grows faster than time is none: on a driver of other numbers, the field
 * means something else.
 */
final class Pace {

  /** Drivers bring their counters up to date ten times a second or less. */
  private static final double SLACK_SECONDS = 1;

  private double first = Double.NaN;
  private long firstNanos;

  /**
   * @param seconds of the counter
   * @param nanos when it was read, of {@link System#nanoTime}
   */
  Reading<Double> checked(Reading<Double> seconds, long nanos) {
    return seconds.flatMap((value, unit, source) -> {
      if (Double.isNaN(first) || value < first) {
        first = value;
        firstNanos = nanos;
      }
      double passed = (nanos - firstNanos) * 1e-9;
      return value - first <= passed * 1.01 + SLACK_SECONDS
          ? Reading.of(value, unit, source)
          : Reading.unreadable(
              "%s counted %.1f s of %.1f s, so it counts no time"
                  .formatted(source, value - first, passed));
    });
  }
}
