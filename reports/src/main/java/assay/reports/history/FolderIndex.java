package assay.reports.history;

import assay.reports.history.Document.Name;
import assay.reports.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** The DuckDB file of a folder: opened, made anew when it is no good, brought up to date. */
final class FolderIndex implements AutoCloseable {

  private final Path file;
  private final RecordFiles files;
  private final Consumer<String> notices;
  private final DuckDb database;
  private final List<String> faults = new ArrayList<>();
  private IndexWriter writer;

  private FolderIndex(Path file, RecordFiles files, Consumer<String> notices, DuckDb database) {
    this.file = file;
    this.files = files;
    this.notices = notices;
    this.database = database;
  }

  /** The index for reading, if it is whole and knows every file. */
  static Optional<FolderIndex> ifFresh(Path file, RecordFiles files) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      DuckDb database = DuckDb.open(file, true);
      try {
        FolderIndex index = new FolderIndex(file, files, text -> {}, database);
        if (Tables.version(database.connection()) == HistorySchema.VERSION
            && index.indexed().keySet().containsAll(files.list().documents().keySet())) {
          return Optional.of(index);
        }
      } catch (SQLException e) {
        // As below.
      }
      database.close();
    } catch (SQLException e) {
      // Damaged, or of another time: whoever may write makes it anew.
    }
    return Optional.empty();
  }

  /** The index for writing; the caller is the only one who has the folder. */
  static FolderIndex upToDate(Path file, RecordFiles files, Consumer<String> notices)
      throws IOException, SQLException {
    boolean isNew = !Files.exists(file);
    Optional<DuckDb> whole = isNew ? Optional.empty() : openWhole(file);
    if (whole.isEmpty()) {
      if (!isNew) {
        notices.accept("%s is damaged or of another version and is made anew".formatted(file));
      }
      return made(file, files, notices);
    }
    FolderIndex index = new FolderIndex(file, files, notices, whole.get());
    index.catchUp();
    return index;
  }

  private static Optional<DuckDb> openWhole(Path file) throws IOException {
    try {
      DuckDb database = DuckDb.open(file, false);
      try {
        if (Tables.version(database.connection()) == HistorySchema.VERSION) {
          Tables.indexed(database.connection());
          return Optional.of(database);
        }
      } catch (SQLException e) {
        // As below.
      }
      database.close();
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains("set lock on file")) {
        throw new UnusableHistoryException(
            "another program has %s open; close it and try again".formatted(file), e);
      }
    }
    return Optional.empty();
  }

  /** Made beside the old one, so that one that is whole is there at any time. */
  private static FolderIndex made(Path file, RecordFiles files, Consumer<String> notices)
      throws IOException, SQLException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    remove(fresh);
    try (DuckDb database = DuckDb.open(fresh, false)) {
      for (String table : HistorySchema.TABLES) {
        Tables.execute(database.connection(), table);
      }
    }
    remove(file);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderIndex index = new FolderIndex(file, files, notices, DuckDb.open(file, false));
    index.catchUp();
    return index;
  }

  private static void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
    // A log of changes to another file of this name would be played into the new one.
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
  }

  /** Takes in documents that lie in the folder and are not in the index. */
  private void catchUp() throws IOException, SQLException {
    List<Name> unknown = new ArrayList<>(files.list().documents().keySet());
    unknown.removeAll(indexed().keySet());
    if (unknown.size() > 20) {
      notices.accept("indexing %d records".formatted(unknown.size()));
    }
    Map<String, Name> known = new HashMap<>();
    indexed().forEach((name, indexed) -> known.put(indexed.sha256(), name));
    for (Name name : unknown) {
      try {
        Document document = files.read(name);
        Name same = known.putIfAbsent(document.sha256(), name);
        if (same != null) {
          throw new UnusableHistoryException(
              "it is a copy of %s, and would count twice; remove one of them"
                  .formatted(files.path(same)));
        }
        String source = files.path(name).toString();
        Entry entry = document.entry(source);
        add(name, document.sha256(), Files.size(files.path(name)), entry);
      } catch (UnreadableRecordException e) {
        faults.add(e.getMessage());
      } catch (UnusableHistoryException e) {
        faults.add("%s is left out: %s".formatted(files.path(name), e.getMessage()));
      }
    }
  }

  void add(Name name, String sha256, long bytes, Entry entry) throws SQLException {
    if (writer == null) {
      writer = new IndexWriter(connection(), database);
    }
    // By statements: with JDBC's auto-commit off, DuckDB begins a transaction at the first
    // statement, and rows appended before it are committed by themselves.
    Tables.execute(connection(), "BEGIN TRANSACTION");
    try {
      writer.add(name, sha256, bytes, entry);
      Tables.execute(connection(), "COMMIT");
    } catch (SQLException | RuntimeException e) {
      writer = null;
      undo(e);
      throw e;
    }
  }

  private void undo(Exception cause) {
    try {
      Tables.execute(connection(), "ROLLBACK");
    } catch (SQLException e) {
      // It ended with the failure.
      cause.addSuppressed(e);
    }
  }

  FolderIndex rebuilt() throws IOException, SQLException {
    close();
    return made(file, files, notices);
  }

  Connection connection() {
    return database.connection();
  }

  SortedMap<Name, Store.Indexed> indexed() throws SQLException {
    return Tables.indexed(connection());
  }

  /** What could not be taken in. */
  List<String> faults() {
    return faults;
  }

  @Override
  public void close() throws IOException, SQLException {
    database.close();
  }
}
