package assay.reports.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** DuckDB in this process: no server, no network, no more memory than it is given. */
final class DuckDb implements Rows, AutoCloseable {

  /** Beside Java's own heap, so that both together stay below a gibibyte. */
  private static final String MOST_MEMORY = "384MB";

  private final DuckDBConnection connection;
  private final Path scratch;

  private DuckDb(DuckDBConnection connection, Path scratch) {
    this.connection = connection;
    this.scratch = scratch;
  }

  /** A database in memory. */
  static DuckDb inMemory() throws SQLException, IOException {
    DuckDbLibrary.require();
    // What does not fit memory goes to disk; by default beside whatever folder one happens to be
    // in.
    Path scratch = Files.createTempDirectory("assay-history");
    Properties settings = new Properties();
    settings.setProperty("memory_limit", MOST_MEMORY);
    settings.setProperty("temp_directory", scratch.toString());
    settings.setProperty("threads", "2");
    // Nothing is fetched, and nothing loaded from folders that others may write.
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    settings.setProperty("extension_directory", scratch.toString());
    try {
      Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
      return new DuckDb(connection.unwrap(DuckDBConnection.class), scratch);
    } catch (LinkageError | IllegalStateException e) {
      delete(scratch);
      throw DuckDbLibrary.missing("cannot be loaded (%s)".formatted(e.getMessage()), e);
    }
  }

  /** The database in {@code file}, which is made when it is not there and may be written. */
  static DuckDb open(Path file, boolean readOnly) throws SQLException, IOException {
    DuckDb opened = inMemory();
    try (Statement statement = opened.connection.createStatement()) {
      // Not in the address: there a semicolon in a folder's name would begin a setting.
      String path = file.toAbsolutePath().toString().replace("'", "''");
      statement.execute("ATTACH '%s' AS history%s".formatted(path, readOnly ? " (READ_ONLY)" : ""));
      statement.execute("USE history");
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void append(String table, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (DuckDBAppender appender =
        connection.createAppender(connection.getCatalog(), "main", table)) {
      for (Object[] row : rows) {
        appender.beginRow();
        for (Object value : row) {
          append(appender, value);
        }
        appender.endRow();
      }
    }
  }

  private static void append(DuckDBAppender appender, Object value) throws SQLException {
    switch (value) {
      case null -> appender.appendNull();
      case String text -> appender.append(text);
      case Integer number -> appender.append(number.intValue());
      case Long number -> appender.append(number.longValue());
      case Double number -> appender.append(number.doubleValue());
      case Boolean truth -> appender.append(truth.booleanValue());
      case LocalDateTime time -> appender.append(time);
      case List<?> numbers ->
          appender.append(numbers.stream().mapToDouble(each -> (Double) each).toArray());
      default -> throw new IllegalArgumentException(value.getClass().getName());
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    try {
      connection.close();
    } finally {
      delete(scratch);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
