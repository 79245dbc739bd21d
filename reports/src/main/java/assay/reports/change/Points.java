package assay.reports.change;

import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Points of one series as they come in, by any order of their indexes. */
final class Points {

  private long[] indexes = new long[16];
  private double[] values = new double[16];
  private int size;

  void add(long index, double value) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    indexes[size] = index;
    values[size++] = value;
  }

  /** By index; of equal ones the last added stays. Returns how many had to go. */
  int sort() {
    if (isSorted()) {
      return 0;
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> indexes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] from = indexes.clone();
    double[] drawn = values.clone();
    int kept = 0;
    for (int i = 0; i < order.length; i++) {
      if (i + 1 < order.length && from[order[i + 1]] == from[order[i]]) {
        continue;
      }
      indexes[kept] = from[order[i]];
      values[kept++] = drawn[order[i]];
    }
    int replaced = size - kept;
    size = kept;
    return replaced;
  }

  private boolean isSorted() {
    for (int i = 1; i < size; i++) {
      if (indexes[i] <= indexes[i - 1]) {
        return false;
      }
    }
    return true;
  }

  Series series(String name) {
    return new Series(
        name,
        Preference.UNKNOWN,
        Arrays.copyOf(indexes, size),
        Arrays.copyOf(values, size),
        new TreeSet<>());
  }
}
