package assay.reports.history;

import assay.reports.summary.Interval;
import java.util.Optional;

/**
 * The VALID values of one {@link SeriesKey}, oldest first; arrays, as there may be a million of
 * them. All have the same length.
 *
 * @param runs place of each point's run in {@link History#runs}
 * @param startedAtMillis when that run began, since 1970; never falling
 * @param values in the metric's unit
 * @param lows ends of the intervals, NaN where there is none; {@link #interval} tells
 * @param highs as {@code lows}
 */
public record Series(
    SeriesKey key,
    int[] runs,
    long[] startedAtMillis,
    double[] values,
    double[] lows,
    double[] highs) {

  public int size() {
    return values.length;
  }

  /** Empty where nothing tells how sure the value is. */
  public Optional<Interval> interval(int point) {
    return Double.isNaN(lows[point]) || Double.isNaN(highs[point])
        ? Optional.empty()
        : Optional.of(new Interval(lows[point], values[point], highs[point]));
  }
}
