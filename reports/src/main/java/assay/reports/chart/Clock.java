package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import java.util.List;

/**
 * An axis of time since something began, in the unit in which its numbers are short.
 *
 * @param low in that unit, as {@code high}
 */
record Clock(String label, double unitSeconds, double low, double high) {

  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  static Clock between(double lowSeconds, double highSeconds) {
    double span = highSeconds - lowSeconds;
    if (span > 3 * HOUR) {
      return new Clock("hours", HOUR, lowSeconds / HOUR, highSeconds / HOUR);
    }
    return span > 3 * MINUTE
        ? new Clock("minutes", MINUTE, lowSeconds / MINUTE, highSeconds / MINUTE)
        : new Clock("seconds", 1, lowSeconds, highSeconds);
  }

  /** About so many at most. */
  List<Tick> ticks(int most) {
    return Ticks.between(low, high, most);
  }
}
