package assay.kernels.binding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A library of the jar as a file that the system's loader can open.
 *
 * <p>It lies in a folder that nobody else may write to, under the SHA-256 of its content, and is
 * read and hashed again before each load: whoever can change it there could as well change the jar.
 */
public final class PrivateCopy {

  private PrivateCopy() {}

  /**
   * The file, verified.
   *
   * @param cache folder for what is unpacked; made when it is not there
   * @param name of the file
   * @param library its content
   * @throws UnusableLibraryException when the folder cannot be written to or trusted
   */
  public static Path in(Path cache, String name, byte[] library) throws UnusableLibraryException {
    String expected = PrivateCache.hash(library);
    try {
      Path file = PrivateCache.folder(cache.toAbsolutePath().resolve(expected)).resolve(name);
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
          "cannot unpack %s into %s (%s); set ASSAY_CACHE to a folder of your own"
              .formatted(name, cache, e.getMessage()));
    }
  }

  private static boolean isIntact(Path file, String expected) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && PrivateCache.hash(Files.readAllBytes(file)).equals(expected);
  }
}
