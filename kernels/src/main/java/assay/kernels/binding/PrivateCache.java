package assay.kernels.binding;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Code that is kept on disk to be loaded again, where nobody else can write to it. */
public final class PrivateCache {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private PrivateCache() {}

  /** A folder below {@code $ASSAY_CACHE}, else below the user's cache folder; need not exist. */
  public static Path ofUser(String name) {
    String named = System.getenv("ASSAY_CACHE");
    if (named != null && !named.isBlank()) {
      return Path.of(named).resolve(name);
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("assay").resolve(name);
  }

  /**
   * Makes the folder unless it is there.
   *
   * @throws UnusableLibraryException when others could write to it
   */
  public static Path folder(Path folder) throws IOException, UnusableLibraryException {
    Files.createDirectories(folder.getParent());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      make(folder);
    }
    var permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
    if (permissions.stream().anyMatch(OTHERS_WRITE::contains)
        || !owner.equals(System.getProperty("user.name"))) {
      throw new UnusableLibraryException(
          "%s can be written to by others (owner %s, %s), so nothing is loaded from it; remove it"
              .formatted(folder, owner, PosixFilePermissions.toString(permissions)));
    }
    return folder;
  }

  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      // Another fork may have been first; anything but a folder is in the way.
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** Renamed whole, since another process may be loading it. */
  public static void write(Path file, byte[] content) throws IOException {
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** SHA-256 in hexadecimal. */
  public static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
