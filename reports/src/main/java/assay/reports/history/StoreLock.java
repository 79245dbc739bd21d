package assay.reports.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * One writer or several readers of a folder, held by the operating system, so that it ends with the
 * process that holds it, however that ends.
 */
final class StoreLock implements AutoCloseable {

  static final String FILE = ".lock";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 20;

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for everybody else to end.
   *
   * @return empty where this process may not write
   */
  static Optional<StoreLock> exclusive(Path folder) throws IOException {
    try {
      Path file = folder.resolve(FILE);
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return Optional.of(locked(channel, false, folder));
    } catch (AccessDeniedException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      // Java has no exception of its own for a file system that is mounted read-only.
      if (String.valueOf(e.getReason()).contains("Read-only")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Waits for a writer to end.
   *
   * @return empty where there is no lock file and none can be made: nobody writes there
   */
  static Optional<StoreLock> shared(Path folder) throws IOException {
    try {
      var channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ);
      return Optional.of(locked(channel, true, folder));
    } catch (NoSuchFileException e) {
      return exclusive(folder);
    } catch (AccessDeniedException e) {
      return Optional.empty();
    }
  }

  private static StoreLock locked(FileChannel channel, boolean shared, Path folder)
      throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        if (tryLock(channel, shared) != null) {
          return new StoreLock(channel);
        }
        if (System.nanoTime() > deadline) {
          throw new UnusableHistoryException(
              "%s has been in use by another process for %d s; try again when that has ended"
                  .formatted(folder, PATIENCE.toSeconds()));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new UnusableHistoryException("interrupted while waiting for " + folder, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Null while another process, or another thread of this one, holds it. */
  private static FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
