package assay.reports.site;

import assay.reports.history.UnusableHistoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * A folder that is written beside its place and moved there when it is whole: whoever is killed
 * while writing leaves the old site.
 */
final class SiteFolder implements AutoCloseable {

  /** By this file we know a folder as ours, which may be replaced. */
  static final String MARKER = "assay-site.json";

  private static final String CONTENT = "{\"schema\":\"assay-site/1\"}\n";

  private final Path place;
  private final Path fresh;
  private final Path old;
  private final FileChannel lock;

  private SiteFolder(Path place, Path fresh, Path old, FileChannel lock) {
    this.place = place;
    this.fresh = fresh;
    this.old = old;
    this.lock = lock;
  }

  /**
   * @throws UnusableHistoryException when something else is there, or another process writes it
   */
  static SiteFolder begin(Path wanted) throws IOException {
    Path place = wanted.toAbsolutePath().normalize();
    if (Files.isSymbolicLink(place)) {
      place = place.toRealPath();
    }
    if (place.getFileName() == null) {
      throw new UnusableHistoryException(
          wanted + " is the root of a file system; name a folder for the site");
    }
    requireOurs(wanted, place);
    Files.createDirectories(place.getParent());
    Path fresh = place.resolveSibling("." + place.getFileName() + ".writing");
    Path old = place.resolveSibling("." + place.getFileName() + ".old");
    requireOurs(fresh, fresh);
    requireOurs(old, old);
    FileChannel lock = lock(wanted, fresh.resolveSibling(fresh.getFileName() + ".lock"));
    try {
      recover(place, old);
      delete(fresh);
      Files.createDirectories(fresh);
      Files.writeString(fresh.resolve(MARKER), CONTENT);
      return new SiteFolder(place, fresh, old, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void requireOurs(Path wanted, Path place) throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableHistoryException(
          wanted + " is a file; name a folder for the site, which is made if need be");
    }
    try (Stream<Path> files = Files.list(place)) {
      if (files.findAny().isPresent() && !Files.isRegularFile(place.resolve(MARKER))) {
        throw new UnusableHistoryException(
            "%s is not empty and no site that Assay wrote (it has no %s); name another folder or empty it"
                .formatted(wanted, MARKER));
      }
    }
  }

  private static FileChannel lock(Path wanted, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
    }
    channel.close();
    throw new UnusableHistoryException(
        "another process writes the site %s; wait for it, or name another folder"
            .formatted(wanted));
  }

  /** Whoever was killed between the two moves of {@link #finish} left the old site beside. */
  private static void recover(Path place, Path old) throws IOException {
    if (Files.exists(old) && !Files.exists(place)) {
      Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
    }
    delete(old);
  }

  /** Where to write. */
  Path folder() {
    return fresh;
  }

  /** Puts what was written in its place. */
  void finish() throws IOException {
    if (Files.exists(place)) {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  @Override
  public void close() throws IOException {
    delete(fresh);
    Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + ".lock"));
    lock.close();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
