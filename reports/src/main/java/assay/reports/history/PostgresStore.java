package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.history.Document.Name;
import assay.reports.record.Packed;
import assay.reports.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A history in PostgreSQL, for a team: the tables of {@link HistorySchema}, and one more with the
 * documents, so that everything can be taken out again. A document and its rows come in one
 * transaction.
 */
final class PostgresStore implements Store {

  /** Writers take turns by this lock, which ends with their transaction; "assay" in ASCII. */
  private static final String TURN = "SELECT pg_advisory_xact_lock(418447253881)";

  private static final List<String> MORE_TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS document (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            packed BYTEA NOT NULL,
            PRIMARY KEY (kind, id))\
          """);

  private static final List<String> KEYS =
      List.of(
          "ALTER TABLE point ADD PRIMARY KEY (series_id, record_id)",
          "ALTER TABLE point ADD FOREIGN KEY (series_id) REFERENCES series",
          "ALTER TABLE point ADD FOREIGN KEY (record_id) REFERENCES record",
          "CREATE INDEX ON case_state (record_id)");

  private static final List<String> DERIVED =
      List.of("point", "case_state", "note", "series", "fingerprint", "record", "schema_version");

  private final PostgresAddress address;
  private final Connection connection;
  private final Consumer<String> notices;

  private PostgresStore(PostgresAddress address, Connection connection, Consumer<String> notices) {
    this.address = address;
    this.connection = connection;
    this.notices = notices;
  }

  /**
   * @param toWrite whether the tables are made when they are not there
   */
  static PostgresStore open(PostgresAddress address, boolean toWrite, Consumer<String> notices)
      throws SQLException {
    if (address.password().isEmpty()) {
      PasswordFile.fault(System.getenv(), Path.of(System.getProperty("user.home")))
          .ifPresent(notices);
    }
    Connection connection =
        new org.postgresql.Driver().connect(address.driverAddress(), address.driverSettings());
    PostgresStore store = new PostgresStore(address, connection, notices);
    try {
      store.prepare(toWrite);
      return store;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(boolean toWrite) throws SQLException {
    if (!hasTables()) {
      if (!toWrite) {
        throw new UnusableHistoryException(
            "there is no history in %s; \"assay history add RUN\" begins one".formatted(address()));
      }
      inTurn(() -> {
        // Another writer may have made them while this one waited.
        if (!hasTables()) {
          makeTables();
        }
      });
    }
    int version = Tables.version(connection);
    if (version != HistorySchema.VERSION) {
      throw new UnusableHistoryException(
          "the history in %s has tables of version %d, this Assay uses %d; use one Assay version for all, or drop the tables but \"document\" and call \"assay history rebuild\""
              .formatted(address(), version, HistorySchema.VERSION));
    }
    if (!toWrite) {
      // All that is read is of one moment, whatever others add meanwhile.
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
    }
  }

  private boolean hasTables() throws SQLException {
    try (PreparedStatement question =
        connection.prepareStatement(
            "SELECT 1 FROM pg_tables WHERE schemaname = ? AND tablename = 'schema_version'")) {
      question.setString(1, address.schema());
      try (ResultSet answer = question.executeQuery()) {
        return answer.next();
      }
    }
  }

  private void makeTables() throws SQLException {
    try (PreparedStatement question =
        connection.prepareStatement("SELECT 1 FROM pg_namespace WHERE nspname = ?")) {
      question.setString(1, address.schema());
      try (ResultSet answer = question.executeQuery()) {
        if (!answer.next()) {
          Tables.execute(connection, "CREATE SCHEMA " + address.schema());
        }
      }
    }
    for (List<String> statements : List.of(HistorySchema.TABLES, KEYS, MORE_TABLES)) {
      for (String each : statements) {
        Tables.execute(connection, each);
      }
    }
  }

  /** Something that is done as the only writer, whole or not at all. */
  @FunctionalInterface
  private interface Turn {
    void run() throws SQLException;
  }

  private void inTurn(Turn turn) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Tables.execute(connection, TURN);
      turn.run();
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException e) {
      undo(e);
      throw e;
    }
  }

  private void undo(Exception cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A server that is gone has rolled back by itself.
      cause.addSuppressed(e);
    }
  }

  @Override
  public String address() {
    return address.shown();
  }

  @Override
  public Kept keep(Document document, Entry entry) throws SQLException {
    byte[] packed = Packed.pack(document.json());
    String sha256 = document.sha256();
    Kept[] kept = {new Kept.New()};
    inTurn(() -> {
      Optional<Kept> known = Kept.known(document.name(), sha256, indexed());
      if (known.isPresent()) {
        kept[0] = known.get();
        return;
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO document VALUES (?, ?, ?)")) {
        insert.setString(1, document.kind().name());
        insert.setString(2, document.id());
        insert.setBytes(3, packed);
        insert.executeUpdate();
      }
      new IndexWriter(connection, new PostgresRows(connection))
          .add(document.name(), sha256, packed.length, entry);
    });
    return kept[0];
  }

  @Override
  public Connection tables() {
    return connection;
  }

  @Override
  public SortedMap<Name, Indexed> indexed() throws SQLException {
    return Tables.indexed(connection);
  }

  @Override
  public Document document(Name name) throws SQLException {
    try (PreparedStatement question =
        connection.prepareStatement("SELECT packed FROM document WHERE kind = ? AND id = ?")) {
      question.setString(1, name.kind().name());
      question.setString(2, name.id());
      try (ResultSet answer = question.executeQuery()) {
        if (!answer.next()) {
          throw new UnusableHistoryException("%s has no %s".formatted(address(), name));
        }
        return new Document(name.kind(), name.id(), Packed.unpack(answer.getBytes(1)));
      }
    } catch (IOException e) {
      throw new UnusableHistoryException(
          "%s in %s is damaged: %s".formatted(name, address(), e.getMessage()), e);
    }
  }

  @Override
  public void rebuild() throws SQLException {
    inTurn(() -> {
      for (String table : DERIVED) {
        Tables.execute(connection, "DROP TABLE IF EXISTS " + table);
      }
      makeTables();
      IndexWriter writer = new IndexWriter(connection, new PostgresRows(connection));
      for (Map.Entry<Name, Long> each : documents().entrySet()) {
        try {
          Document document = document(each.getKey());
          Entry entry = document.entry(each.getKey().toString());
          writer.add(each.getKey(), document.sha256(), each.getValue(), entry);
        } catch (UnreadableRecordException | UnusableHistoryException e) {
          notices.accept("%s is left out: %s".formatted(each.getKey(), e.getMessage()));
        }
      }
    });
  }

  /** Every document with its size at rest. */
  private SortedMap<Name, Long> documents() throws SQLException {
    SortedMap<Name, Long> all = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT kind, id, octet_length(packed) FROM document")) {
      while (row.next()) {
        all.put(new Name(Kind.valueOf(row.getString(1)), row.getString(2)), row.getLong(3));
      }
    }
    return all;
  }

  @Override
  public List<String> faults() throws SQLException {
    List<String> faults = new ArrayList<>();
    SortedMap<Name, Long> documents = documents();
    SortedMap<Name, Indexed> indexed = indexed();
    documents.keySet().stream()
        .filter(name -> !indexed.containsKey(name))
        .forEach(name -> faults.add("%s is not in the tables".formatted(name)));
    indexed.keySet().stream()
        .filter(name -> !documents.containsKey(name))
        .forEach(name -> faults.add("%s is in the tables, its document is gone".formatted(name)));
    return faults;
  }

  @Override
  public List<String> oddities() {
    return List.of();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
