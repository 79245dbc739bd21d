package assay.bench.cli;

import assay.reports.change.Accepted;
import assay.reports.change.ChangeDetector;
import assay.reports.change.Preference;
import assay.reports.change.Series;
import assay.reports.history.Better;
import assay.reports.history.History;
import assay.reports.history.Note;
import assay.reports.history.SeriesKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A series as the detector takes it, and why levels in it were accepted.
 *
 * <p>Of a history an index is the place of the run in it, as {@code history list} has it, from 0.
 * The name ends with the short key, since one case may have been measured on several machines.
 *
 * @param series which knows of no accepted level itself
 * @param reasons by the index of the first point of the new level
 */
record KeptSeries(Series series, SortedMap<Long, String> reasons) {

  /** By name. */
  static List<KeptSeries> of(History history) {
    List<Note> notes = history.notes();
    List<KeptSeries> all = new ArrayList<>();
    history.series(key -> true, series -> all.add(of(series, notes)));
    all.sort(Comparator.comparing(each -> each.series().name()));
    return all;
  }

  private static KeptSeries of(assay.reports.history.Series series, List<Note> notes) {
    SortedMap<Long, String> reasons = new TreeMap<>();
    series
        .accepted(notes)
        .forEach((position, reason) -> reasons.put((long) series.runs()[position], reason));
    Series taken =
        new Series(
            name(series.key()),
            preference(series.key().metric().better()),
            Arrays.stream(series.runs()).asLongStream().toArray(),
            series.values(),
            new TreeSet<>());
    return new KeptSeries(taken, reasons);
  }

  List<Accepted.Judged> judged(ChangeDetector detector) {
    return new Accepted(series, reasons).judged(detector);
  }

  private static String name(SeriesKey key) {
    return "%s %s %s".formatted(key.caseId(), key.metric().name(), key.key());
  }

  private static Preference preference(Better better) {
    return better == Better.LOWER ? Preference.SMALLER : Preference.LARGER;
  }
}
