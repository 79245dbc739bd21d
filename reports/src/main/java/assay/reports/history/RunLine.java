package assay.reports.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One run in a list.
 *
 * @param kind {@code RUN} or {@code IMPORT}
 * @param commit "" when nobody said
 * @param machine label of the kind of machine; several where devices differ
 * @param valid cases of {@code cases} that are VALID
 */
public record RunLine(
    String id,
    String kind,
    String tool,
    String toolVersion,
    Instant startedAt,
    String commit,
    String jvm,
    String host,
    String profile,
    String machine,
    int cases,
    int valid) {

  private static final String SQL =
      """
      SELECT r.id, r.kind, r.tool, r.tool_version, r.started_at, r.commit_id, r.jvm, r.host,
        r.profile, COALESCE(MIN(f.label), ''), COUNT(c.case_id),
        COUNT(CASE WHEN c.state = 'VALID' THEN 1 END)
      FROM record r
      LEFT JOIN case_state c ON c.record_id = r.record_id
      LEFT JOIN fingerprint f ON f.fingerprint = c.machine
      WHERE r.kind <> 'NOTE'
      GROUP BY r.record_id, r.id, r.kind, r.tool, r.tool_version, r.started_at, r.commit_id, r.jvm,
        r.host, r.profile
      ORDER BY r.started_at, r.id
      """;

  static List<RunLine> all(Connection tables) throws SQLException {
    List<RunLine> all = new ArrayList<>();
    try (Statement statement = tables.createStatement();
        ResultSet row = statement.executeQuery(SQL)) {
      while (row.next()) {
        all.add(
            new RunLine(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Tables.instant(row, 5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getInt(11),
                row.getInt(12)));
      }
    }
    return all;
  }
}
