package assay.reports.chart;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A line with no more points than a picture has columns for: of each column the least and the
 * largest value in the order in which they came, so that no spike is lost. NaN breaks the line.
 */
record Thinned(double[] seconds, double[] values) {

  /**
   * @param columns of the picture
   */
  static Thinned of(double[] seconds, double[] values, int columns) {
    int size = Math.min(seconds.length, values.length);
    if (size <= 2 * columns) {
      return new Thinned(Arrays.copyOf(seconds, size), Arrays.copyOf(values, size));
    }
    int[] kept =
        IntStream.range(0, columns)
            .flatMap(column ->
                extremes(
                    values,
                    (int) ((long) column * size / columns),
                    (int) ((long) (column + 1) * size / columns)))
            .toArray();
    return new Thinned(
        Arrays.stream(kept).mapToDouble(i -> seconds[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> values[i]).toArray());
  }

  private static IntStream extremes(double[] values, int from, int to) {
    int least = from;
    int most = from;
    for (int i = from; i < to; i++) {
      if (!Double.isFinite(values[i])) {
        return IntStream.of(i);
      }
      least = values[i] < values[least] ? i : least;
      most = values[i] > values[most] ? i : most;
    }
    return least == most
        ? IntStream.of(least)
        : IntStream.of(Math.min(least, most), Math.max(least, most));
  }
}
