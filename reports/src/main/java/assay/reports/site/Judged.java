package assay.reports.site;

import assay.reports.change.Accepted;
import assay.reports.change.ChangeDetector;
import assay.reports.change.Finding;
import assay.reports.change.Kind;
import assay.reports.change.Preference;
import assay.reports.chart.Timeline.Segment;
import assay.reports.history.Better;
import assay.reports.history.Note;
import assay.reports.history.Series;
import assay.reports.statistics.Contrast;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Spread;
import assay.reports.summary.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A series with what the detector found in it.
 *
 * @param borders positions at which another level begins, found or accepted; 0 and the size too
 */
record Judged(Series series, List<Finding> findings, NavigableSet<Integer> borders) {

  /** Runs on either side that tell how large a change is. */
  private static final int NEIGHBOURHOOD = 100;

  private static final double CONFIDENCE = 0.95;

  /**
   * @param notes of the whole history; what they accept is a new level
   */
  static Judged of(Series series, List<Note> notes, ChangeDetector detector) {
    NavigableSet<Integer> borders = new TreeSet<>(List.of(0, series.size()));
    SortedMap<Long, String> reasons = new TreeMap<>();
    series
        .accepted(notes)
        .forEach((at, reason) -> {
          reasons.put((long) series.runs()[at], reason);
          borders.add(at);
        });
    Preference preference =
        series.key().metric().better() == Better.LOWER ? Preference.SMALLER : Preference.LARGER;
    long[] runs = Arrays.stream(series.runs()).asLongStream().toArray();
    var taken =
        new assay.reports.change.Series(
            series.key().key(), preference, runs, series.values(), new TreeSet<>());
    List<Finding> findings =
        new Accepted(taken, reasons)
            .judged(detector).stream()
                .filter(each -> each.acknowledged() == null)
                .map(Accepted.Judged::finding)
                .toList();
    for (Finding finding : findings) {
      if (finding.kind() == Kind.STEP || finding.kind() == Kind.DRIFT) {
        borders.add(finding.at());
      }
      if (finding.kind() == Kind.DRIFT) {
        borders.add(position(series, finding.latest()) + 1);
      }
    }
    return new Judged(series, findings, borders);
  }

  private static int position(Series series, long run) {
    return Arrays.binarySearch(series.runs(), (int) run);
  }

  /** Whether it has runs enough for a change to be found at all. */
  boolean canTell() {
    return series.size() >= ChangeDetector.LEAST_POINTS;
  }

  int position(long run) {
    return position(series, run);
  }

  /** Changes, without spikes. */
  List<Finding> changes() {
    return findings.stream().filter(each -> each.kind().isChange()).toList();
  }

  List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    int from = 0;
    for (int to : borders.tailSet(1)) {
      double[] values = Arrays.copyOfRange(series.values(), from, to);
      segments.add(
          new Segment(
              series.startedAtMillis()[from],
              series.startedAtMillis()[to - 1],
              Quantiles.median(values)));
      from = to;
    }
    return segments;
  }

  /**
   * Relative change of the level at a step, with its 95 % interval by Welch's t test over
   * logarithms of runs; empty where there is no ratio, or one run on a side.
   */
  Optional<Interval> relative(Finding finding) {
    if (finding.kind() != Kind.STEP) {
      return Optional.empty();
    }
    int at = finding.at();
    double[] before = values(Math.max(borders.lower(at), at - NEIGHBOURHOOD), at);
    double[] after = values(at, Math.min(borders.higher(at), at + NEIGHBOURHOOD));
    boolean isRatio =
        Arrays.stream(before).allMatch(value -> value > 0)
            && Arrays.stream(after).allMatch(value -> value > 0);
    if (!isRatio || before.length < 2 || after.length < 2) {
      return Optional.empty();
    }
    Contrast contrast = Contrast.apart(Spread.ofLogarithms(after), Spread.ofLogarithms(before));
    double reach = contrast.reach(CONFIDENCE);
    return Optional.of(
        new Interval(
            Math.expm1(contrast.effect() - reach),
            Math.expm1(contrast.effect()),
            Math.expm1(contrast.effect() + reach)));
  }

  private double[] values(int from, int to) {
    return Arrays.copyOfRange(series.values(), from, to);
  }
}
