package assay.reports.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One series in a list.
 *
 * @param machine label of the kind of machine
 * @param environment label of its set-up
 * @param points VALID ones
 * @param last newest value, in the metric's unit
 * @param lastAt when its run started
 */
public record CaseLine(
    SeriesKey series, String machine, String environment, int points, double last, Instant lastAt) {

  private static final Comparator<CaseLine> BY_PLACE =
      Comparator.comparing(CaseLine::machine)
          .thenComparing(CaseLine::environment)
          .thenComparing(each -> each.series().caseId())
          .thenComparing(each -> each.series().metric().name())
          .thenComparing(each -> each.series().key());

  static List<CaseLine> all(Connection tables) throws SQLException {
    Map<String, Fingerprint> places = Tables.fingerprints(tables);
    List<CaseLine> all = new ArrayList<>();
    new SeriesReader(tables).read(key -> true, each -> all.add(of(each, places)));
    all.sort(BY_PLACE);
    return all;
  }

  private static CaseLine of(Series series, Map<String, Fingerprint> places) {
    int last = series.size() - 1;
    return new CaseLine(
        series.key(),
        places.get(series.key().machine()).label(),
        places.get(series.key().environment()).label(),
        series.size(),
        series.values()[last],
        Instant.ofEpochMilli(series.startedAtMillis()[last]));
  }
}
