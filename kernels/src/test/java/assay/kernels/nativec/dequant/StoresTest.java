package assay.kernels.nativec.dequant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.DequantSpec;
import assay.kernels.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the output is written past the caches. */
class StoresTest {

  private static final DequantSpec MEBIBYTE = new DequantSpec(Format.Q4_K, Format.F32, 256, 1024);

  @Test
  void onlyWhatNoCacheHoldsIsWrittenPastThem() {
    assertFalse(NativeDequant.outgrows(MEBIBYTE, 1 << 20));
    assertTrue(NativeDequant.outgrows(MEBIBYTE, (1 << 20) - 1));
  }

  @Test
  void anUnknownCacheCountsAsLargeEnough() {
    assertFalse(NativeDequant.outgrows(MEBIBYTE, 0));
  }

  @Test
  void theLargestCacheCounts(@TempDir Path caches) throws IOException {
    cache(caches, "index0", "32K");
    cache(caches, "index1", "32768K");
    cache(caches, "index2", "1024K");
    assertEquals(32 << 20, LastCache.bytes(caches));
  }

  @Test
  void aCacheWithoutASizeIsUnknown(@TempDir Path caches) throws IOException {
    cache(caches, "index0", "");
    assertEquals(0, LastCache.bytes(caches));
    assertEquals(0, LastCache.bytes(caches.resolve("missing")));
  }

  private static void cache(Path caches, String name, String size) throws IOException {
    Files.createDirectory(caches.resolve(name));
    Files.writeString(caches.resolve(name).resolve("size"), size + "\n");
  }
}
