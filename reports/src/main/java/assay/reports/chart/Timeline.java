package assay.reports.chart;

import java.util.List;

/**
 * One figure of one case over time.
 *
 * @param id for anchors: lower case, digits and hyphens
 * @param title the finding
 * @param subtitle what, where and since when
 * @param axis what the value axis shows, with its unit
 * @param divisor of values, to be in the axis's unit
 * @param stretches one for each set-up of the machine
 * @param marks oldest first
 */
public record Timeline(
    String id,
    String title,
    String subtitle,
    String axis,
    double divisor,
    List<Stretch> stretches,
    List<Mark> marks,
    DataTable table) {

  /**
   * Points that may be compared; arrays of one length, oldest first.
   *
   * @param slot colour, see {@link BackendStyles}
   * @param atMillis since 1970, never falling
   * @param lows ends of intervals; NaN where there is none
   * @param segments levels in it
   */
  public record Stretch(
      int slot,
      long[] atMillis,
      double[] values,
      double[] lows,
      double[] highs,
      List<Segment> segments) {}

  /** A level that was held from one moment to another. */
  public record Segment(long fromMillis, long toMillis, double level) {}

  /**
   * Something at a moment.
   *
   * @param label two or three letters, explained beside the chart
   */
  public record Mark(long atMillis, Sort sort, String label) {}

  /** What a mark is of. */
  public enum Sort {
    WORSE,
    BETTER,
    CHANGE,
    NOTE
  }
}
