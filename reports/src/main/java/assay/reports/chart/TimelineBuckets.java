package assay.reports.chart;

import assay.reports.chart.Timeline.Stretch;
import assay.reports.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is drawn of a stretch: its points with their intervals where they have room, else one median
 * a column of the picture with the least and the largest value of that column.
 */
final class TimelineBuckets {

  /**
   * @param low end of the interval or least value; equal to {@code value} where there is none
   */
  record Bucket(double atMillis, double low, double value, double high) {}

  /** So few are drawn one by one however near to each other they are. */
  private static final int FEW = 24;

  private TimelineBuckets() {}

  /**
   * @param columns that fit into the stretch's part of the picture
   */
  static List<Bucket> of(Stretch stretch, int columns) {
    return stretch.values().length <= Math.max(columns, FEW)
        ? points(stretch)
        : columns(stretch, Math.max(1, columns));
  }

  private static List<Bucket> points(Stretch stretch) {
    List<Bucket> points = new ArrayList<>();
    for (int i = 0; i < stretch.values().length; i++) {
      double value = stretch.values()[i];
      boolean known = !Double.isNaN(stretch.lows()[i]) && !Double.isNaN(stretch.highs()[i]);
      double low = known ? stretch.lows()[i] : value;
      points.add(new Bucket(stretch.atMillis()[i], low, value, known ? stretch.highs()[i] : value));
    }
    return points;
  }

  private static List<Bucket> columns(Stretch stretch, int columns) {
    long[] at = stretch.atMillis();
    double width = Math.max(1, (double) (at[at.length - 1] - at[0]) / columns);
    List<Bucket> buckets = new ArrayList<>();
    for (int from = 0; from < at.length; ) {
      long column = (long) ((at[from] - at[0]) / width);
      int to = from + 1;
      while (to < at.length && (long) ((at[to] - at[0]) / width) == column) {
        to++;
      }
      double[] sorted = Arrays.copyOfRange(stretch.values(), from, to);
      Arrays.sort(sorted);
      double middle = (at[from] + at[to - 1]) / 2.0;
      buckets.add(
          new Bucket(middle, sorted[0], Quantiles.of(sorted, 0.5), sorted[sorted.length - 1]));
      from = to;
    }
    return buckets;
  }
}
