package assay.reports.history;

import assay.reports.history.Document.Name;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Where a history lies: documents, and tables made from them. One user at a time, one thread. */
sealed interface Store extends AutoCloseable permits FolderStore, PostgresStore {

  /** For messages; without a password. */
  String address();

  /**
   * Keeps a document, whole or not at all; the caller has parsed it.
   *
   * @return what the name stood for before: nothing, the same bytes, or others
   */
  Kept keep(Document document, Entry entry) throws SQLException, IOException;

  /** The tables of {@link HistorySchema}, to be read. */
  Connection tables();

  /** Every document that the tables know, with its checksum. */
  SortedMap<Name, Indexed> indexed() throws SQLException;

  /**
   * @throws UnusableHistoryException when it is missing or damaged
   */
  Document document(Name name) throws SQLException;

  /** Makes the tables again from the documents. */
  void rebuild() throws SQLException, IOException;

  /**
   * What is wrong with documents: each a sentence. Those that are whole can be read all the same.
   */
  List<String> faults() throws SQLException, IOException;

  /** What lies about and is no document: each a sentence. */
  List<String> oddities() throws IOException;

  @Override
  void close() throws SQLException, IOException;

  /**
   * @param fileBytes size at rest
   */
  record Indexed(String sha256, long fileBytes) {}

  /** What became of a document. */
  sealed interface Kept {
    record New() implements Kept {}

    /**
     * @param id under which the same bytes are kept
     */
    record SameBytes(String id) implements Kept {}

    record OtherBytes() implements Kept {}

    /** Empty for a document that is new. */
    static Optional<Kept> known(Name name, String sha256, SortedMap<Name, Indexed> indexed) {
      Indexed same = indexed.get(name);
      if (same != null) {
        return Optional.of(
            same.sha256().equals(sha256) ? new SameBytes(name.id()) : new OtherBytes());
      }
      return indexed.entrySet().stream()
          .filter(each -> each.getValue().sha256().equals(sha256))
          .filter(each -> each.getKey().kind() == name.kind())
          .<Kept>map(each -> new SameBytes(each.getKey().id()))
          .findFirst();
    }
  }
}
