package assay.probe.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.probe.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheSizeTest {

  @ParameterizedTest
  @CsvSource({"32K,32768", "1024K,1048576", "32M,33554432", "1G,1073741824", "4096,4096"})
  void readsSizes(String text, long bytes) {
    assertEquals(Reading.of(bytes, "B", "size"), CacheSource.size(text, "size"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "0K", "-1K", "99999999999999999999K", "9999999999G", "32 KiB"})
  void refusesWhatIsNoSize(String text) {
    assertFalse(CacheSource.size(text, "size").isPresent());
  }

  @Test
  void readsMeminfoInKibibytes() {
    String text = "MemTotal:       24684084 kB\nMemTotalX: 1 kB\n";
    assertEquals(
        Reading.of(24684084L << 10, "B", "meminfo"), MemInfo.bytes(text, "MemTotal", "meminfo"));
    assertEquals(
        Reading.absent("no MemAvailable in meminfo"),
        MemInfo.bytes(text, "MemAvailable", "meminfo"));
  }
}
