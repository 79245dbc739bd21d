package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.history.Document.Name;
import assay.reports.history.Store.Indexed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small questions to the tables. */
final class Tables {

  private Tables() {}

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * @throws SQLException when there are no such tables
   */
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  /** When a run began. */
  record Start(String id, Instant at) {}

  /** The run that is last in the order of a history. */
  static Optional<Start> newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT id, started_at FROM record WHERE kind <> 'NOTE' ORDER BY started_at DESC, id DESC LIMIT 1")) {
      return result.next()
          ? Optional.of(new Start(result.getString(1), instant(result, 2)))
          : Optional.empty();
    }
  }

  /** Times are kept in UTC. */
  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  static SortedMap<Name, Indexed> indexed(Connection connection) throws SQLException {
    SortedMap<Name, Indexed> all = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT kind, id, sha256, file_bytes FROM record")) {
      while (result.next()) {
        all.put(
            new Name(Kind.valueOf(result.getString(1)), result.getString(2)),
            new Indexed(result.getString(3), result.getLong(4)));
      }
    }
    return all;
  }

  static Map<String, Fingerprint> fingerprints(Connection connection) throws SQLException {
    Map<String, Fingerprint> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT fingerprint, label, facts FROM fingerprint")) {
      while (row.next()) {
        all.put(
            row.getString(1),
            Fingerprint.stored(row.getString(1), row.getString(2), row.getString(3)));
      }
    }
    return all;
  }

  /** How many there are of each document that has any. */
  static Map<Name, Integer> points(Connection connection) throws SQLException {
    Map<Name, Integer> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT r.kind, r.id, COUNT(*) FROM point p
                JOIN record r ON r.record_id = p.record_id GROUP BY r.kind, r.id\
                """)) {
      while (row.next()) {
        all.put(new Name(Kind.valueOf(row.getString(1)), row.getString(2)), row.getInt(3));
      }
    }
    return all;
  }

  /** On average of a series' points, by its key. */
  static Map<String, Double> usualForks(Connection connection) throws SQLException {
    Map<String, Double> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT s.series_key, AVG(CAST(p.forks AS DOUBLE PRECISION)) FROM point p
                JOIN series s ON s.series_id = p.series_id
                WHERE p.state = 'VALID' GROUP BY s.series_key\
                """)) {
      while (row.next()) {
        all.put(row.getString(1), row.getDouble(2));
      }
    }
    return all;
  }

  static boolean hasNoSeries(Connection connection, String key) throws SQLException {
    try (PreparedStatement question =
        connection.prepareStatement("SELECT 1 FROM series WHERE series_key = ?")) {
      question.setString(1, key);
      try (ResultSet answer = question.executeQuery()) {
        return !answer.next();
      }
    }
  }

  /** Oldest first. */
  static List<Note> notes(Connection connection) throws SQLException {
    List<Note> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT r.id, n.kind, n.acknowledges, n.noted_at, n.commit_id, n.series_key, n.body
                FROM note n JOIN record r ON r.record_id = n.record_id
                ORDER BY n.noted_at, r.id\
                """)) {
      while (row.next()) {
        all.add(
            new Note(
                Note.SCHEMA,
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                instant(row, 4),
                row.getString(5),
                row.getString(6),
                row.getString(7)));
      }
    }
    return all;
  }
}
