package assay.kernels.gpu.ceiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.gpu.driver.Maker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheReadingTest {

  /** H200, A100, T4; MI300X, whose driver tells the L2 of a chiplet; MI210, Radeon 7900. */
  @ParameterizedTest
  @CsvSource({
    "CUDA, 52428800, 132",
    "CUDA, 41943040, 108",
    "CUDA, 4194304, 40",
    "HIP, 4194304, 304",
    "HIP, 8388608, 104",
    "HIP, 6291456, 96"
  })
  void loadsEachMultiprocessorAlikeAndFitsTheCache(Maker maker, long l2Bytes, int multiprocessors) {
    CacheReading reading = CacheReading.of(maker, l2Bytes, multiprocessors);
    assertEquals(0, reading.blocks() % multiprocessors);
    long each = reading.blocks() / multiprocessors;
    assertTrue(each >= 1 && each <= 8, each + " blocks each");
    assertEquals(0, reading.bytes() % CacheReading.PIECE);
    assertTrue(reading.bytes() > 0 && reading.bytes() <= l2Bytes / 2);
    if (maker == Maker.CUDA) {
      assertTrue(reading.blocks() * CacheReading.PIECE <= reading.bytes(), "no line twice at once");
    } else {
      assertTrue(each * CacheReading.PIECE >= 40 << 10, each + " blocks each");
    }
  }

  @Test
  void ofACacheThatIsNotTold() {
    assertEquals(0, CacheReading.of(Maker.HIP, 0, 64).bytes());
  }
}
