package assay.reports.history;

import java.util.List;

/**
 * One case of one run, ready for the index.
 *
 * @param state as the record has it, or as the summary corrected it
 * @param reasons why not VALID
 * @param points one a metric; none where nothing could be measured
 */
public record MeasuredCase(
    CaseName name,
    Fingerprint machine,
    Fingerprint environment,
    String state,
    List<String> reasons,
    List<Point> points) {

  /** Whether it was repeated for minutes to hours. */
  public boolean isSustained() {
    return points.stream().anyMatch(each -> each.metric().isSustained());
  }

  /** Of the series that a point of this case belongs to; see {@link SeriesKey#key}. */
  public String seriesKey(Metric metric) {
    return SeriesKey.key(this, metric);
  }

  /**
   * What is measured.
   *
   * @param id equal in every run of the same case
   * @param operation "" for cases of other tools, as {@code format}
   */
  public record CaseName(
      String id, String operation, String format, String backend, String device) {}
}
