package assay.reports.history;

import assay.reports.history.Document.Name;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns documents into rows. Numbers rows by itself, so whoever calls must be the only writer; and
 * leaves the transaction to the caller.
 */
final class IndexWriter {

  private final Rows rows;
  private final Map<String, Integer> series = new HashMap<>();
  private final Set<String> fingerprints = new HashSet<>();
  private int nextRecord;
  private int nextSeries;

  IndexWriter(Connection connection, Rows rows) throws SQLException {
    this.rows = rows;
    try (Statement statement = connection.createStatement()) {
      nextRecord = next(statement, "SELECT MAX(record_id) FROM record");
      nextSeries = next(statement, "SELECT MAX(series_id) FROM series");
      try (ResultSet all = statement.executeQuery("SELECT series_key, series_id FROM series")) {
        while (all.next()) {
          series.put(all.getString(1), all.getInt(2));
        }
      }
      try (ResultSet all = statement.executeQuery("SELECT fingerprint FROM fingerprint")) {
        while (all.next()) {
          fingerprints.add(all.getString(1));
        }
      }
    }
  }

  private static int next(Statement statement, String highest) throws SQLException {
    try (ResultSet result = statement.executeQuery(highest)) {
      result.next();
      // NULL, for an empty table, reads as 0.
      return result.getInt(1) + 1;
    }
  }

  /**
   * @param fileBytes size of the document at rest
   * @return the number of the new record
   */
  int add(Name name, String sha256, long fileBytes, Entry entry) throws SQLException {
    int record = nextRecord++;
    switch (entry) {
      case MeasuredRun run -> {
        addRecord(record, name, sha256, fileBytes, run);
        addCases(record, run);
      }
      case Note note -> addNote(record, name, sha256, fileBytes, note);
    }
    return record;
  }

  private void addRecord(int record, Name name, String sha256, long fileBytes, MeasuredRun run)
      throws SQLException {
    Object[] row = {
      record,
      name.kind().name(),
      name.id(),
      sha256,
      fileBytes,
      run.tool(),
      run.toolVersion(),
      utc(run.startedAt()),
      run.commit(),
      run.jvm(),
      run.host(),
      run.profile()
    };
    rows.append("record", List.<Object[]>of(row));
  }

  private void addNote(int record, Name name, String sha256, long fileBytes, Note note)
      throws SQLException {
    LocalDateTime at = utc(note.at());
    Object[] row = {
      record, name.kind().name(), name.id(), sha256, fileBytes, "assay", "", at, "", "", "", ""
    };
    rows.append("record", List.<Object[]>of(row));
    Object[] said = {
      record, note.kind(), note.acknowledges(), at, note.commit(), note.series(), note.text()
    };
    rows.append("note", List.<Object[]>of(said));
  }

  private void addCases(int record, MeasuredRun run) throws SQLException {
    List<Object[]> newFingerprints = new ArrayList<>();
    List<Object[]> newSeries = new ArrayList<>();
    List<Object[]> points = new ArrayList<>();
    List<Object[]> states = new ArrayList<>();
    for (MeasuredCase each : run.cases()) {
      addFingerprint(each.machine(), newFingerprints);
      addFingerprint(each.environment(), newFingerprints);
      String machine = each.machine().key();
      String environment = each.environment().key();
      String reasons = String.join("; ", each.reasons());
      states.add(
          new Object[] {record, each.name().id(), machine, environment, each.state(), reasons});
      for (Point point : each.points()) {
        points.add(row(seriesId(each, point.metric(), newSeries), record, point, each.state()));
      }
    }
    rows.append("fingerprint", newFingerprints);
    rows.append("series", newSeries);
    rows.append("case_state", states);
    rows.append("point", points);
  }

  private static Object[] row(int seriesId, int record, Point point, String state) {
    return new Object[] {
      seriesId,
      record,
      point.value(),
      point.low(),
      point.high(),
      point.forks(),
      point.iterations(),
      point.forkMeans(),
      state
    };
  }

  private void addFingerprint(Fingerprint each, List<Object[]> added) {
    if (fingerprints.add(each.key())) {
      added.add(new Object[] {each.key(), each.label(), each.text()});
    }
  }

  private int seriesId(MeasuredCase each, Metric metric, List<Object[]> added) {
    String key = SeriesKey.key(each, metric);
    Integer known = series.get(key);
    if (known != null) {
      return known;
    }
    int id = nextSeries++;
    series.put(key, id);
    MeasuredCase.CaseName name = each.name();
    added.add(
        new Object[] {
          id,
          key,
          name.id(),
          name.operation(),
          name.format(),
          name.backend(),
          name.device(),
          each.machine().key(),
          each.environment().key(),
          metric.name(),
          metric.unit(),
          metric.better().name()
        });
    return id;
  }

  /** Both databases keep microseconds, and no time zone. */
  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC)
        .truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }
}
