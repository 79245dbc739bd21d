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
import java.util.List;

/** Every point with all that is known of it, one a row, for other programs. */
final class HistoryExport {

  private static final int ROWS_AT_A_TIME = 20_000;

  private static final String ROWS =
      """
      SELECT r.id AS run, r.kind AS kind, r.tool AS tool, r.tool_version AS tool_version,
        r.started_at AS started_at_utc, r.commit_id AS commit_id, r.jvm AS jvm, r.host AS host,
        r.profile AS profile, s.series_key AS series, s.case_id AS case_id,
        s.operation AS operation, s.format AS format, s.backend AS backend, s.device AS device,
        s.machine AS machine_key, m.label AS machine, s.environment AS environment_key,
        e.label AS environment, s.metric AS metric, s.unit AS unit, s.better AS better,
        p.value AS value_in_unit, p.low AS low_in_unit, p.high AS high_in_unit, p.forks AS forks,
        p.iterations AS iterations, p.state AS state
      FROM point p
      JOIN record r ON r.record_id = p.record_id
      JOIN series s ON s.series_id = p.series_id
      JOIN fingerprint m ON m.fingerprint = s.machine
      JOIN fingerprint e ON e.fingerprint = s.environment
      ORDER BY s.case_id, s.metric, s.series_key, r.started_at, r.id
      """;

  private HistoryExport() {}

  /** RFC 4180, full precision; text that a spreadsheet would run as a formula is made harmless. */
  static void csv(Connection tables, Path file) throws SQLException, IOException {
    try (Statement statement = tables.createStatement()) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet rows = statement.executeQuery(ROWS)) {
        WholeFile.write(
            file,
            out -> {
              Writer writer =
                  new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
              try {
                write(rows, writer);
              } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
              }
              writer.flush();
            });
      }
    }
  }

  private static void write(ResultSet rows, Writer out) throws SQLException, IOException {
    int columns = rows.getMetaData().getColumnCount();
    for (int i = 1; i <= columns; i++) {
      out.write((i == 1 ? "" : ",") + rows.getMetaData().getColumnLabel(i));
    }
    out.write("\r\n");
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        Object value = rows.getObject(i);
        out.write(i == 1 ? "" : ",");
        out.write(
            switch (value) {
              case null -> "";
              case Number number -> number.toString();
              default -> Csv.text(value.toString());
            });
      }
      out.write("\r\n");
    }
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
