package assay.reports.history;

import assay.reports.history.Document.Name;
import assay.reports.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A history in a folder: immutable files, and {@code index.duckdb}, which is made from them and may
 * be deleted at any time.
 *
 * <p>A document is in the history from the moment its file has its name. Whoever opens the folder
 * next brings the index up to date, so a writer that dies in between loses nothing, and files that
 * come by rsync or git are found.
 */
final class FolderStore implements Store {

  static final String INDEX = "index.duckdb";

  /** Says that a folder is a history; its content says of which kind. */
  private static final String MARK = "assay-history.json";

  private static final String MARK_CONTENT = "{\"schema\":\"assay-history/1\"}\n";

  private final Path folder;
  private final RecordFiles files;
  private final Optional<StoreLock> lock;
  private final Path privateCopy;
  private FolderIndex index;

  private FolderStore(Path folder, Optional<StoreLock> lock, Path privateCopy, FolderIndex index) {
    this.folder = folder;
    this.files = new RecordFiles(folder);
    this.lock = lock;
    this.privateCopy = privateCopy;
    this.index = index;
  }

  /**
   * Makes the folder if need be.
   *
   * @param notices takes a sentence when something takes long
   * @throws UnusableHistoryException when it is another folder, or cannot be written
   */
  static FolderStore toWrite(Path folder, Consumer<String> notices)
      throws IOException, SQLException {
    requireHistory(folder, true);
    Files.createDirectories(folder);
    StoreLock lock =
        StoreLock.exclusive(folder)
            .orElseThrow(() ->
                new UnusableHistoryException(
                    "cannot write into %s: it is read-only for this user".formatted(folder)));
    try {
      Path mark = folder.resolve(MARK);
      if (!Files.exists(mark)) {
        WholeFile.write(mark, out -> out.write(MARK_CONTENT.getBytes(StandardCharsets.UTF_8)));
      }
      RecordFiles files = new RecordFiles(folder);
      files.sweep();
      FolderIndex index = FolderIndex.upToDate(folder.resolve(INDEX), files, notices);
      return new FolderStore(folder, Optional.of(lock), null, index);
    } catch (IOException | SQLException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Does not change the folder but for its index, and not even that where it may not be written.
   *
   * @throws UnusableHistoryException when there is no history
   */
  static FolderStore toRead(Path folder, Consumer<String> notices)
      throws IOException, SQLException {
    requireHistory(folder, false);
    RecordFiles files = new RecordFiles(folder);
    Optional<StoreLock> shared = StoreLock.shared(folder);
    Optional<FolderIndex> fresh = FolderIndex.ifFresh(folder.resolve(INDEX), files);
    if (fresh.isPresent()) {
      return new FolderStore(folder, shared, null, fresh.get());
    }
    if (shared.isPresent()) {
      shared.get().close();
    }
    Optional<StoreLock> exclusive = StoreLock.exclusive(folder);
    try {
      return exclusive.isPresent()
          ? new FolderStore(
              folder, exclusive, null, FolderIndex.upToDate(folder.resolve(INDEX), files, notices))
          : withPrivateCopy(folder, files, notices);
    } catch (IOException | SQLException | RuntimeException e) {
      if (exclusive.isPresent()) {
        exclusive.get().close();
      }
      throw e;
    }
  }

  /** The index may be old, and here nobody can bring it up to date: so a copy of it is. */
  private static FolderStore withPrivateCopy(
      Path folder, RecordFiles files, Consumer<String> notices) throws IOException, SQLException {
    Path copy = Files.createTempDirectory("assay-index").resolve(INDEX);
    if (Files.isReadable(folder.resolve(INDEX))) {
      Files.copy(folder.resolve(INDEX), copy, StandardCopyOption.REPLACE_EXISTING);
    }
    FolderIndex index = FolderIndex.upToDate(copy, files, notices);
    return new FolderStore(folder, Optional.empty(), copy.getParent(), index);
  }

  private static void requireHistory(Path folder, boolean mayBeEmpty) throws IOException {
    if (folder.toAbsolutePath().toString().contains("?")) {
      // DuckDB takes what follows for settings when it names its log.
      throw new UnusableHistoryException(
          "DuckDB takes no folder with a question mark in its path: %s".formatted(folder));
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UnusableHistoryException("%s is a file; a history is a folder".formatted(folder));
    }
    if (!Files.isDirectory(folder) || isEmpty(folder)) {
      if (mayBeEmpty) {
        return;
      }
      throw new UnusableHistoryException(
          "there is no history in %s; \"assay history add RUN\" begins one, --store names another"
              .formatted(folder));
    }
    Path mark = folder.resolve(MARK);
    if (Files.exists(mark)) {
      requireVersion(mark);
    } else if (mayBeEmpty && Files.exists(folder.resolve(StoreLock.FILE))) {
      // Another process is about to begin it, and has locked it before it leaves its mark.
      return;
    } else if (!Files.isDirectory(folder.resolve(Document.Kind.RUN.folder()))) {
      throw new UnusableHistoryException(
          "%s holds other files and is no history; name an empty or a new folder"
              .formatted(folder));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void requireVersion(Path mark) throws IOException {
    String content = Files.size(mark) > 1000 ? "" : Files.readString(mark);
    if (!content.replaceAll("\\s", "").contains("\"schema\":\"assay-history/1")) {
      throw new UnusableHistoryException(
          "%s does not say assay-history/1; read this history with the Assay version that made it"
              .formatted(mark));
    }
  }

  @Override
  public String address() {
    return folder.toString();
  }

  @Override
  public Kept keep(Document document, Entry entry) throws SQLException, IOException {
    String sha256 = document.sha256();
    Optional<Kept> known = Kept.known(document.name(), sha256, indexed());
    if (known.isPresent()) {
      return known.get();
    }
    if (Files.exists(files.path(document.name()))) {
      // Not in the index, so it could not be read: it may be the other half of what arrives now.
      throw new UnusableHistoryException(
          "%s is there already and damaged; move it away, then add this again"
              .formatted(files.path(document.name())));
    }
    long bytes = files.write(document);
    index.add(document.name(), sha256, bytes, entry);
    return new Kept.New();
  }

  @Override
  public Connection tables() {
    return index.connection();
  }

  @Override
  public SortedMap<Name, Indexed> indexed() throws SQLException {
    return index.indexed();
  }

  @Override
  public Document document(Name name) {
    return files.read(name);
  }

  @Override
  public void rebuild() throws SQLException, IOException {
    index = index.rebuilt();
  }

  @Override
  public List<String> faults() throws SQLException, IOException {
    List<String> faults = new ArrayList<>(index.faults());
    SortedMap<Name, Long> present = files.list().documents();
    for (Map.Entry<Name, Indexed> each : indexed().entrySet()) {
      Long size = present.get(each.getKey());
      if (size == null) {
        faults.add(
            "%s is missing, though the index knows it; was the folder copied only in part?"
                .formatted(files.path(each.getKey())));
      } else if (size != each.getValue().fileBytes()) {
        faults.add(
            "%s has %d bytes and had %d when it was added; copy it again from where it is whole"
                .formatted(files.path(each.getKey()), size, each.getValue().fileBytes()));
      }
    }
    return faults;
  }

  @Override
  public List<String> oddities() throws IOException {
    return files.list().strays().stream()
        .map(stray ->
            RecordFiles.isOwnTemporary(stray)
                ? "%s was left by a writer that died; the next one removes it".formatted(stray)
                : "%s is no document of a history and is passed over".formatted(stray))
        .map(Checked::shown)
        .toList();
  }

  @Override
  public void close() throws SQLException, IOException {
    index.close();
    if (lock.isPresent()) {
      lock.get().close();
    }
    if (privateCopy != null) {
      DuckDb.delete(privateCopy);
    }
  }
}
