package assay.reports.history;

import assay.reports.summary.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** Position of the first point of a run that began at this moment or later; the size if none. */
  public int firstFrom(Instant moment) {
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (startedAtMillis[middle] < moment.toEpochMilli()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Why levels in it were accepted, by the position of each one's first point.
   *
   * @param notes of the whole history
   */
  public SortedMap<Integer, String> accepted(List<Note> notes) {
    SortedMap<Integer, String> reasons = new TreeMap<>();
    for (Note note : notes) {
      if (note.acknowledges() && note.concerns(key) && firstFrom(note.at()) < size()) {
        reasons.put(firstFrom(note.at()), note.text());
      }
    }
    return reasons;
  }

  /** Empty where nothing tells how sure the value is. */
  public Optional<Interval> interval(int point) {
    return Double.isNaN(lows[point]) || Double.isNaN(highs[point])
        ? Optional.empty()
        : Optional.of(new Interval(lows[point], values[point], highs[point]));
  }
}
