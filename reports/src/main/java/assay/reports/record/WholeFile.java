package assay.reports.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file whole or not at all: readers see the old file or the new one, also after a crash or
 * with a full disk.
 */
public final class WholeFile {

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Replaces {@code file} in one step; its folder is made if need be.
   *
   * @throws UnwritableFileException naming the file and the reason; nothing is left behind
   */
  public static Path write(Path file, Content content) throws UnwritableFileException {
    Path folder = file.toAbsolutePath().getParent();
    String name = "." + file.getFileName() + "." + System.nanoTime() + ".tmp";
    Path temporary = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(folder);
      return file;
    } catch (IOException | RuntimeException e) {
      discard(temporary);
      throw new UnwritableFileException(file, e);
    }
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The failure to write is what the caller must hear of.
    }
  }

  /** The rename itself must reach the disk; some file systems do not let folders be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file's content is on disk already; only the moment of the rename is less certain.
    }
  }
}
