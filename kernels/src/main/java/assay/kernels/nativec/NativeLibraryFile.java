package assay.kernels.nativec;

import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

/**
 * The library of the jar as a file that the system's loader can open.
 *
 * <p>It lies in a folder that nobody else may write to, under the SHA-256 of its content, and is
 * read and hashed again before each load: whoever can change it there could as well change the jar.
 */
final class NativeLibraryFile {

  static final String LIBRARY = "libassay.so";
  static final String HASH = "libassay.sha256";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private NativeLibraryFile() {}

  /**
   * The library, verified.
   *
   * @param cache folder for what is unpacked; made when it is not there
   * @throws UnusableLibraryException when there is none for this platform, or it cannot be trusted
   */
  static Path in(Path cache) throws UnusableLibraryException {
    String platform = platform();
    byte[] library = resource(platform, LIBRARY);
    String expected = new String(resource(platform, HASH), StandardCharsets.US_ASCII).strip();
    if (!hash(library).equals(expected)) {
      throw new UnusableLibraryException(
          "the native kernels in this jar don't match their checksum; build or unpack Assay again");
    }
    try {
      Path folder = privateFolder(cache.toAbsolutePath().resolve(expected));
      Path file = folder.resolve(LIBRARY);
      if (!isIntact(file, expected)) {
        write(file, library);
      }
      if (!isIntact(file, expected)) {
        throw new UnusableLibraryException(
            "%s changes while it is read; remove it and see who writes there".formatted(file));
      }
      return file;
    } catch (IOException e) {
      throw new UnusableLibraryException(
          "cannot unpack the native kernels into %s (%s); set ASSAY_CACHE to a folder of your own"
              .formatted(cache, e.getMessage()));
    }
  }

  /** {@code $ASSAY_CACHE}, else the user's cache folder. */
  static Path defaultCache() {
    String named = System.getenv("ASSAY_CACHE");
    if (named != null && !named.isBlank()) {
      return Path.of(named).resolve("native");
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("assay").resolve("native");
  }

  /** As in the jar: {@code linux-x86_64}. */
  static String platform() {
    String os = System.getProperty("os.name").split(" ")[0].toLowerCase(java.util.Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }

  private static byte[] resource(String platform, String name) throws UnusableLibraryException {
    try (InputStream in =
        NativeLibraryFile.class.getResourceAsStream("lib/" + platform + "/" + name)) {
      if (in == null) {
        throw new UnusableLibraryException(
            "this build of Assay has no native kernels for %s; install gcc or clang and build again"
                .formatted(platform));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnusableLibraryException("cannot read the native kernels: " + e.getMessage());
    }
  }

  private static Path privateFolder(Path folder) throws IOException, UnusableLibraryException {
    Files.createDirectories(folder.getParent());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
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

  private static boolean isIntact(Path file, String expected) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && hash(Files.readAllBytes(file)).equals(expected);
  }

  /** Renamed whole, since another process may be loading it. */
  private static void write(Path file, byte[] content) throws IOException {
    Path part = Files.createTempFile(file.getParent(), LIBRARY, ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
