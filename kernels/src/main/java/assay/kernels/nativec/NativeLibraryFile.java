package assay.kernels.nativec;

import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The library of the jar as a file that the system's loader can open.
 *
 * <p>It lies in a folder that nobody else may write to, under the SHA-256 of its content, and is
 * read and hashed again before each load: whoever can change it there could as well change the jar.
 */
final class NativeLibraryFile {

  static final String LIBRARY = "libassay.so";
  static final String HASH = "libassay.sha256";

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
    if (!PrivateCache.hash(library).equals(expected)) {
      throw new UnusableLibraryException(
          "the native kernels in this jar don't match their checksum; build or unpack Assay again");
    }
    try {
      Path folder = PrivateCache.folder(cache.toAbsolutePath().resolve(expected));
      Path file = folder.resolve(LIBRARY);
      if (!isIntact(file, expected)) {
        PrivateCache.write(file, library);
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

  private static boolean isIntact(Path file, String expected) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && PrivateCache.hash(Files.readAllBytes(file)).equals(expected);
  }
}
