package assay.kernels.nativec.dequant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest cache that a processor can reach. */
final class LastCache {

  private static final Path OF_FIRST_PROCESSOR = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private LastCache() {}

  /** Its size, or 0 where the system does not tell. */
  static long bytes() {
    return bytes(OF_FIRST_PROCESSOR);
  }

  /**
   * @param caches folder with a folder {@code index0}, {@code index1}, ... for each cache
   */
  static long bytes(Path caches) {
    long largest = 0;
    try (var folders = Files.newDirectoryStream(caches, "index*")) {
      for (Path folder : folders) {
        largest = Math.max(largest, size(Files.readString(folder.resolve("size")).strip()));
      }
    } catch (IOException e) {
      return 0;
    }
    return largest;
  }

  /** Linux writes {@code 32768K}. */
  private static long size(String text) {
    return text.matches("[0-9]{1,9}K") ? Long.parseLong(text, 0, text.length() - 1, 10) << 10 : 0;
  }
}
