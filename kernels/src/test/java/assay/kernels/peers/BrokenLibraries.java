package assay.kernels.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that look like the library that is wanted and are not. */
public final class BrokenLibraries {

  private BrokenLibraries() {}

  public static Path text(Path file) {
    return write(file, "this is no library\n".getBytes());
  }

  /** A real library of the JDK that exports nothing of what is wanted. */
  public static Path unrelated(Path file) {
    return write(file, jdkLibrary());
  }

  public static Path truncated(Path file) {
    return write(file, Arrays.copyOf(jdkLibrary(), 2000));
  }

  /** Machine 0x7777 is nobody's. */
  public static Path foreign(Path file) {
    byte[] bytes = jdkLibrary();
    bytes[18] = 0x77;
    bytes[19] = 0x77;
    return write(file, bytes);
  }

  /** An object file by its header: type {@code ET_REL}, which only the system's loader refuses. */
  public static Path unlinked(Path file) {
    byte[] bytes = jdkLibrary();
    bytes[16] = 1;
    return write(file, bytes);
  }

  private static byte[] jdkLibrary() {
    try {
      return Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libzip.so"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
