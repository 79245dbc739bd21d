package assay.bench.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The folder of one run.
 *
 * <p>{@code journal.jsonl} grows with each fork, {@code run.json} is made from it, {@code logs}
 * keeps the output of forks that went wrong, {@code sustained} the slices of cases that were
 * repeated for long, {@code scratch} exists only while a run is under way.
 */
public record RunFolder(Path path) {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Sortable by time; readable in a list of folders. */
  public static String id(Instant at, String profile) {
    return STAMP.format(at) + "-" + profile;
  }

  /**
   * Makes the folder of a new run.
   *
   * @throws RunFolderException when it is not empty or cannot be made
   */
  public static RunFolder create(Path path) {
    try {
      Files.createDirectories(path);
      try (var entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new RunFolderException(
              "%s is not empty; name another folder, or go on with its run by --resume %s"
                  .formatted(path, path));
        }
      }
      requireWritable(path);
      return new RunFolder(path);
    } catch (FileAlreadyExistsException e) {
      throw new RunFolderException(e.getFile() + " is a file; name a folder for the run");
    } catch (IOException e) {
      throw new RunFolderException("cannot write the run folder " + path + ": " + reason(e));
    }
  }

  /** By doing it: permission bits say nothing about a read-only mount or about root. */
  private static void requireWritable(Path path) throws IOException {
    Path trial = Files.createTempFile(path, "writable", ".tmp");
    Files.write(trial, new byte[4096]);
    Files.delete(trial);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.FileSystemException system when system.getReason() != null ->
          system.getReason();
      default -> e.toString();
    };
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path scratch() {
    return path.resolve("scratch");
  }

  /** Slices of cases that are repeated for long. */
  public Path slices() {
    return path.resolve("sustained");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
