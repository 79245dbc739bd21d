package assay.bench.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that hold nothing worth keeping. */
public final class Scratch {

  private Scratch() {}

  /** An empty folder: a report that a killed attempt left there must not pass for a new one. */
  static Path empty(Path folder) throws IOException {
    delete(folder);
    return Files.createDirectories(folder);
  }

  /** Deletes the folder if it can: rubbish that stays must not cost what was measured. */
  public static void discard(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // Another program holds it open, a network file system for one; the next run clears it.
    }
  }

  /** Deletes a folder in which there is nothing. */
  public static void discardEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Something else lies there.
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
