package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "7.13e10, 71.3 GFLOP/s",
    "999.4e9, 999 GFLOP/s",
    "999.6e9, 1.00 TFLOP/s",
    "1e9, 1.00 GFLOP/s",
    "1000, 1.00 kFLOP/s",
    "-2.5e6, -2.50 MFLOP/s",
    "0, 0 FLOP/s",
    "1.5, 1.50 FLOP/s",
    "NaN, not a number FLOP/s",
    "Infinity, infinite FLOP/s",
  })
  void siPrefixesKeepThreeDigits(double value, String expected) {
    assertEquals(expected, Units.si(value, "FLOP/s").replace('\u2009', ' '));
  }

  @ParameterizedTest
  @CsvSource({"812345, 812 µs", "0.42, 0.420 ns", "1.5e9, 1.50 s", "9.9996e2, 1.00 µs"})
  void durationsAreGivenInNanoseconds(double nanos, String expected) {
    assertEquals(expected, Units.duration(nanos).replace('\u2009', ' '));
  }

  @ParameterizedTest
  @CsvSource({
    "0.713, 71.3 %",
    "1, 100 %",
    "0.00456, 0.456 %",
    "1.2345, 123 %",
  })
  void percentages(double share, String expected) {
    assertEquals(expected, Units.percent(share).replace('\u2009', ' '));
  }

  @ParameterizedTest
  @CsvSource({"2.14e-5, 2.1e-5", "9.96e-5, 1.0e-4", "0, 0", "1, 1.0e0", "-3e-7, -3.0e-7"})
  void errorsHaveTwoDigits(double error, String expected) {
    assertEquals(expected, Units.error(error));
  }

  @ParameterizedTest
  @CsvSource({"1, 1.00", "12345, 12300", "0.00123, 0.00123", "0.000123, 1.23e-4", "99.96, 100"})
  void figuresHaveThreeDigits(double value, String expected) {
    assertEquals(expected, Units.figure(value));
  }

  @Test
  void sizesArePowersOfTwo() {
    assertEquals("32\u2009MiB", Units.bytes(32L << 20));
    assertEquals("1.50\u2009KiB", Units.bytes(1536));
    assertEquals("0\u2009B", Units.bytes(0));
  }
}
