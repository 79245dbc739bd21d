package assay.kernels.binding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Compiled code on disk, and what was measured of it. A driver trusts what it loads, so each file
 * begins with the SHA-256 of the rest: what a crash cut off or a disk lost is compiled again.
 *
 * @param folder made when it is not there; what others could write to is not used
 */
public record CodeCache(Path folder) {

  private static final int SEAL_BYTES = 32;

  /** What was kept under a key, unless it is damaged. */
  public Optional<byte[]> find(String key) {
    try {
      Path file = file(key);
      return Files.exists(file) ? opened(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException | UnusableLibraryException e) {
      // What is wrong with the disk is told by keep, which comes next.
      return Optional.empty();
    }
  }

  /** Why code could not be kept, which costs the next process time and nothing else. */
  public Optional<String> keep(String key, byte[] code) {
    try {
      PrivateCache.write(file(key), sealed(code));
      return Optional.empty();
    } catch (UnusableLibraryException e) {
      return Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.of(folder + ": " + reason(e));
    }
  }

  private Path file(String key) throws IOException, UnusableLibraryException {
    String name = PrivateCache.hash(key.getBytes(StandardCharsets.UTF_8)) + ".code";
    return PrivateCache.folder(folder).resolve(name);
  }

  private static byte[] sealed(byte[] code) {
    byte[] file = Arrays.copyOf(seal(code), SEAL_BYTES + code.length);
    System.arraycopy(code, 0, file, SEAL_BYTES, code.length);
    return file;
  }

  private static Optional<byte[]> opened(byte[] file) {
    if (file.length < SEAL_BYTES) {
      return Optional.empty();
    }
    byte[] code = Arrays.copyOfRange(file, SEAL_BYTES, file.length);
    return Arrays.equals(seal(code), Arrays.copyOf(file, SEAL_BYTES))
        ? Optional.of(code)
        : Optional.empty();
  }

  private static byte[] seal(byte[] code) {
    return HexFormat.of().parseHex(PrivateCache.hash(code));
  }

  /** Without the name of a file that is another one each time: it would tell forks apart. */
  private static String reason(IOException e) {
    if (e instanceof FileSystemException system) {
      return system.getReason() == null ? e.getClass().getSimpleName() : system.getReason();
    }
    return e.getMessage();
  }
}
