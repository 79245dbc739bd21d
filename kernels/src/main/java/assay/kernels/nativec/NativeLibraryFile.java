package assay.kernels.nativec;

import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.PrivateCopy;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The library of the jar, which names it by platform, as a file that can be opened. */
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
    return PrivateCopy.in(cache, LIBRARY, library);
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
}
