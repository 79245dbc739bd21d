package assay.reports.change;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One figure over time.
 *
 * @param indexes of the points, increasing; run numbers, or times
 * @param values finite, in order of the indexes
 * @param accepted indexes of points with which a level begins that somebody accepted: nothing is
 *     compared across them, so an accepted change is not reported again and what follows has a
 *     baseline of its own
 */
public record Series(
    String name, Preference preference, long[] indexes, double[] values, SortedSet<Long> accepted) {

  public Series {
    if (indexes.length != values.length) {
      throw new IllegalArgumentException(
          "%s: %d indexes for %d values".formatted(name, indexes.length, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("%s: value %s at %d".formatted(name, values[i], i));
      }
      if (i > 0 && indexes[i] <= indexes[i - 1]) {
        throw new IllegalArgumentException(
            "%s: index %d after %d".formatted(name, indexes[i], indexes[i - 1]));
      }
    }
  }

  /** Numbered from 0, nothing accepted. */
  public static Series of(String name, double... values) {
    long[] indexes = new long[values.length];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = i;
    }
    return new Series(name, Preference.UNKNOWN, indexes, values, new TreeSet<>());
  }

  public Series prefer(Preference wanted) {
    return new Series(name, wanted, indexes, values, accepted);
  }

  public Series accept(SortedSet<Long> boundaries) {
    return new Series(name, preference, indexes, values, boundaries);
  }
}
