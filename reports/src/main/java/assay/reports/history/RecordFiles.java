package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.history.Document.Name;
import assay.reports.record.Packed;
import assay.reports.record.UnwritableFileException;
import assay.reports.record.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The immutable files of a history in a folder: {@code runs/ID.json.gz} and so on. */
final class RecordFiles {

  private static final String PACKED = ".json.gz";
  private static final String PLAIN = ".json";

  private final Path folder;

  RecordFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * @param documents by name, with the size of their files
   * @param strays files that are none: left by a writer that died, or by people
   */
  record Listing(SortedMap<Name, Long> documents, List<Path> strays) {}

  Listing list() throws IOException {
    SortedMap<Name, Long> documents = new TreeMap<>();
    List<Path> strays = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Path files = folder.resolve(kind.folder());
      if (!Files.isDirectory(files)) {
        continue;
      }
      try (Stream<Path> entries = Files.list(files)) {
        for (Path file : entries.sorted().toList()) {
          String id = id(file);
          if (id == null) {
            strays.add(file);
          } else {
            documents.putIfAbsent(new Name(kind, id), Files.size(file));
          }
        }
      }
    }
    return new Listing(documents, strays);
  }

  /** Null for what is no document's file; links could lead anywhere, so they are none. */
  private static String id(Path file) {
    String name = file.getFileName().toString();
    String end = name.endsWith(PACKED) ? PACKED : PLAIN;
    if (!name.endsWith(end) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    String id = name.substring(0, name.length() - end.length());
    try {
      return Checked.id(id);
    } catch (UnusableHistoryException e) {
      return null;
    }
  }

  /** Where a document lies, or would. */
  Path path(Name name) {
    Path files = folder.resolve(name.kind().folder());
    Path plain = files.resolve(name.id() + PLAIN);
    return Files.exists(plain) && !Files.exists(files.resolve(name.id() + PACKED))
        ? plain
        : files.resolve(name.id() + PACKED);
  }

  /**
   * @throws UnusableHistoryException when it is missing or damaged
   */
  Document read(Name name) {
    Path file = path(name);
    try {
      if (Files.size(file) > Packed.MOST_BYTES) {
        throw new IOException("it is larger than any record");
      }
      return new Document(name.kind(), name.id(), Packed.unpack(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      throw new UnusableHistoryException(
          "%s is missing; was the folder copied only in part?".formatted(file), e);
    } catch (IOException e) {
      throw new UnusableHistoryException(
          "%s is damaged (%s); copy it again from where it is whole".formatted(file, reason(e)), e);
    }
  }

  /**
   * Puts a new document in place, whole or not at all, and on the disk before this returns.
   *
   * @return bytes of its file
   */
  long write(Document document) throws UnwritableFileException {
    byte[] packed = Packed.pack(document.json());
    WholeFile.write(path(document.name()), out -> out.write(packed));
    return packed.length;
  }

  /**
   * Removes what a writer of this program left when it died; only safe while nobody else writes.
   */
  void sweep() throws IOException {
    for (Path stray : list().strays()) {
      if (isOwnTemporary(stray)) {
        Files.deleteIfExists(stray);
      }
    }
  }

  static boolean isOwnTemporary(Path stray) {
    return stray.getFileName().toString().matches("\\..*\\.json\\.gz\\.\\d+\\.tmp");
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
