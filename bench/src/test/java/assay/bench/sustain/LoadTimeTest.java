package assay.bench.sustain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTimeTest {

  @Test
  void readsWhatItWrites() {
    for (String text : new String[] {"10s", "90s", "30m", "2h", "1h30m", "1h5s", "168h"}) {
      Duration time = LoadTime.parse(text);
      assertEquals(time, LoadTime.parse(LoadTime.text(time)), text);
    }
    assertEquals(Duration.ofMinutes(90), LoadTime.parse("1h30m"));
    assertEquals("1m30s", LoadTime.text(Duration.ofSeconds(90)));
    assertEquals("0s", LoadTime.text(0.2));
  }

  @ParameterizedTest
  @CsvSource({
    "30, has no unit",
    "'', is no time",
    "-5m, is no time",
    "m30, is no time",
    "30 m, is no time",
    "100d, is no time",
    "1.5h, is no time",
    "0s, 'lasts 10s to 168h, not 0s'",
    "0h0m, 'lasts 10s to 168h'",
    "9s, 'lasts 10s to 168h'",
    "2400h, 'lasts 10s to 168h, not 2400h'",
    "999999999h, 'lasts 10s to 168h'",
    "99999999999999999999h, is no time"
  })
  void saysWhatIsWrong(String text, String sentence) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> LoadTime.parse(text)).getMessage();
    assertTrue(told.contains(sentence), told);
  }
}
