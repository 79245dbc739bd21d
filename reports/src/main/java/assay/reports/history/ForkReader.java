package assay.reports.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Reads what single forks measured in the newest points of every series. */
final class ForkReader {

  private static final String SQL =
      """
      WITH place AS (
        SELECT record_id, ROW_NUMBER() OVER (ORDER BY started_at, id) - 1 AS place
        FROM record WHERE kind <> 'NOTE'),
      latest AS (
        SELECT p.series_id, w.place, p.fork_means,
          ROW_NUMBER() OVER (PARTITION BY p.series_id ORDER BY w.place DESC) AS back
        FROM point p JOIN place w ON w.record_id = p.record_id
        WHERE p.state = 'VALID')
      SELECT s.series_key, l.place, l.fork_means
      FROM latest l JOIN series s ON s.series_id = l.series_id
      WHERE l.back <= ? ORDER BY s.series_key, l.place
      """;

  private ForkReader() {}

  static void read(Connection tables, int points, Consumer<Forks> taker) throws SQLException {
    try (PreparedStatement question = tables.prepareStatement(SQL)) {
      question.setInt(1, points);
      try (ResultSet row = question.executeQuery()) {
        while (row.next()) {
          Object[] means = (Object[]) row.getArray(3).getArray();
          if (means.length > 0) {
            double[] values = new double[means.length];
            for (int i = 0; i < values.length; i++) {
              values[i] = ((Number) means[i]).doubleValue();
            }
            taker.accept(new Forks(row.getString(1), row.getInt(2), values));
          }
        }
      }
    }
  }
}
