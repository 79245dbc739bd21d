package assay.datasets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all: beside its place first, then renamed onto it. */
public final class AtomicFile {

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code target}, replacing it only when everything has been written.
   *
   * @throws TensorFileException when that fails; the old file is then as it was, and nothing else
   *     is left behind
   */
  public static void write(Path target, Content content) {
    if (Files.isDirectory(target)) {
      throw new TensorFileException(target + ": is a folder, so no file can be written there");
    }
    Path place = target.toAbsolutePath();
    Path part = place.resolveSibling("." + place.getFileName() + ".part-" + System.nanoTime());
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      move(part, place);
    } catch (IOException e) {
      throw new TensorFileException(
          "%s: could not be written: %s; nothing was left behind".formatted(target, reason(e)), e);
    } finally {
      discard(part);
    }
  }

  private static void move(Path part, Path place) throws IOException {
    try {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The folder vanished or became read-only: there is nothing more to tidy.
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "its folder does not exist";
      case AccessDeniedException denied -> "the folder may not be written to";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
