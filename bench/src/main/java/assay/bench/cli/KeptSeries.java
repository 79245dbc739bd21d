package assay.bench.cli;

import assay.reports.change.Preference;
import assay.reports.history.Better;
import assay.reports.history.History;
import assay.reports.history.SeriesKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Series of a history as the detector takes them.
 *
 * <p>Index is the place of the run in the history, as {@code history list} has it, from 0. The name
 * ends with the short key, since one case may have been measured on several machines.
 */
final class KeptSeries {

  private KeptSeries() {}

  /** By name. */
  static List<assay.reports.change.Series> of(History history) {
    List<assay.reports.change.Series> all = new ArrayList<>();
    history.series(
        key -> true,
        series ->
            all.add(
                new assay.reports.change.Series(
                    name(series.key()),
                    preference(series.key().metric().better()),
                    Arrays.stream(series.runs()).asLongStream().toArray(),
                    series.values(),
                    new TreeSet<>())));
    all.sort(Comparator.comparing(assay.reports.change.Series::name));
    return all;
  }

  private static String name(SeriesKey key) {
    return "%s %s %s".formatted(key.caseId(), key.metric().name(), key.key());
  }

  private static Preference preference(Better better) {
    return better == Better.LOWER ? Preference.SMALLER : Preference.LARGER;
  }
}
