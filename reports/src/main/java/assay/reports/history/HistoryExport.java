package assay.reports.history;

import assay.reports.record.WholeFile;
import assay.reports.text.Csv;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Every point with all that is known of it, one a row, for other programs. */
final class HistoryExport {

  private static final int ROWS_AT_A_TIME = 20_000;

  private static final String OF_RECORD =
      """
      r.id AS run, r.kind AS kind, r.tool AS tool, r.tool_version AS tool_version,
        r.started_at AS started_at_utc, r.commit_id AS commit_id, r.jvm AS jvm, r.host AS host,
        r.profile AS profile\
      """;

  private static final String OF_SERIES =
      """
      s.series_key AS series, s.case_id AS case_id,
        s.operation AS operation, s.format AS format, s.backend AS backend, s.device AS device,
        s.machine AS machine_key, m.label AS machine, s.environment AS environment_key,
        e.label AS environment, s.metric AS metric, s.unit AS unit, s.better AS better\
      """;

  private static final String OF_POINT =
      """
      p.value AS value_in_unit, p.low AS low_in_unit, p.high AS high_in_unit, p.forks AS forks,
        p.iterations AS iterations, p.state AS state\
      """;

  private static final String PLACES =
      """

      JOIN fingerprint m ON m.fingerprint = s.machine
      JOIN fingerprint e ON e.fingerprint = s.environment
      """;

  private static final String POINTS =
      """

      FROM point p
      JOIN record r ON r.record_id = p.record_id
      JOIN series s ON s.series_id = p.series_id
      """;

  private static final String IN_ORDER =
      "\nORDER BY s.case_id, s.metric, s.series_key, r.started_at, r.id";

  private static final String ROWS =
      "SELECT %s, %s, %s %s %s %s"
          .formatted(OF_RECORD, OF_SERIES, OF_POINT, POINTS, PLACES, IN_ORDER);

  private HistoryExport() {}

  /**
   * RFC 4180, full precision; text that a spreadsheet would run as a formula is made harmless.
   *
   * <p>What belongs to a record or a series is put into words once, not once a point.
   */
  static void csv(Connection tables, Path file) throws SQLException, IOException {
    Texts records = Texts.of(tables, "SELECT r.record_id, " + OF_RECORD + " FROM record r");
    Texts series = Texts.of(tables, "SELECT s.series_id, " + OF_SERIES + " FROM series s" + PLACES);
    String points =
        "SELECT p.record_id, p.series_id, %s %s %s".formatted(OF_POINT, POINTS, IN_ORDER);
    try (Statement statement = tables.createStatement()) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet rows = statement.executeQuery(points)) {
        WholeFile.write(
            file,
            out -> {
              Writer writer =
                  new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
              try {
                write(records, series, rows, writer);
              } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
              }
              writer.flush();
            });
      }
    }
  }

  private static void write(Texts records, Texts series, ResultSet rows, Writer out)
      throws SQLException, IOException {
    out.write(records.header() + "," + series.header() + "," + labels(rows, 3) + "\r\n");
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      out.write(records.byNumber().get(rows.getInt(1)));
      out.write(",");
      out.write(series.byNumber().get(rows.getInt(2)));
      out.write(",");
      out.write(cells(rows, 3, columns));
      out.write("\r\n");
    }
  }

  /** Some columns of a table, by the number in the first. */
  private record Texts(String header, Map<Integer, String> byNumber) {
    static Texts of(Connection tables, String question) throws SQLException {
      try (Statement statement = tables.createStatement();
          ResultSet rows = statement.executeQuery(question)) {
        Map<Integer, String> byNumber = new HashMap<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          byNumber.put(rows.getInt(1), cells(rows, 2, columns));
        }
        return new Texts(labels(rows, 2), byNumber);
      }
    }
  }

  private static String labels(ResultSet rows, int from) throws SQLException {
    StringJoiner labels = new StringJoiner(",");
    for (int i = from; i <= rows.getMetaData().getColumnCount(); i++) {
      labels.add(rows.getMetaData().getColumnLabel(i));
    }
    return labels.toString();
  }

  private static String cells(ResultSet rows, int from, int to) throws SQLException {
    StringJoiner cells = new StringJoiner(",");
    for (int i = from; i <= to; i++) {
      cells.add(
          switch (rows.getObject(i)) {
            case null -> "";
            case Number number -> number.toString();
            case Object value -> Csv.text(value.toString());
          });
    }
    return cells.toString();
  }

  /** Written by DuckDB, wherever the tables are. */
  static void parquet(Store store, Path file) throws SQLException, IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      switch (store) {
        case FolderStore folder -> copy(folder.tables(), temporary);
        case PostgresStore database -> copyThroughFile(database.tables(), temporary);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void copy(Connection duckDb, Path file) throws SQLException {
    Tables.execute(
        duckDb,
        "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
            .formatted(ROWS, file.toString().replace("'", "''")));
  }

  private static void copyThroughFile(Connection from, Path file) throws SQLException, IOException {
    Path scratch = Files.createTempDirectory("assay-export");
    try (DuckDb database = DuckDb.open(scratch.resolve("tables.duckdb"), false)) {
      for (String table : HistorySchema.TABLES) {
        Tables.execute(database.connection(), table);
      }
      for (String table : List.of("record", "fingerprint", "series", "point")) {
        copyTable(from, database, table);
      }
      copy(database.connection(), file);
    } finally {
      DuckDb.delete(scratch);
    }
  }

  private static void copyTable(Connection from, DuckDb to, String table) throws SQLException {
    try (Statement statement = from.createStatement()) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
        List<Object[]> rows = new ArrayList<>();
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          Object[] values = new Object[columns];
          for (int i = 0; i < columns; i++) {
            values[i] = value(row.getObject(i + 1));
          }
          rows.add(values);
          if (rows.size() == ROWS_AT_A_TIME) {
            to.append(table, rows);
            rows.clear();
          }
        }
        to.append(table, rows);
      }
    }
  }

  private static Object value(Object value) throws SQLException {
    return switch (value) {
      case java.sql.Array array -> Arrays.asList((Object[]) array.getArray());
      case java.sql.Timestamp time -> time.toLocalDateTime();
      case null, default -> value;
    };
  }
}
