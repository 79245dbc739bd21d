package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs get to read. */
class PresentationTest {

  @TempDir private Path folder;

  private Machine probe(String name) {
    return new Probe().probe(Capture.machine(name, folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epyc-mi300x",
        "intel-laptop",
        "jetson-orin",
        "raspberry",
        "tenstorrent",
        "vm",
        "hostile"
      })
  void fitsAHundredColumnsAndGoesThroughJson(String name) {
    Machine machine = probe(name);
    String text = ProbeText.render(machine);
    assertEquals(
        List.of(),
        text.lines().filter(line -> line.codePointCount(0, line.length()) > 100).toList());
    assertEquals(
        List.of(), text.lines().filter(line -> !line.equals(line.stripTrailing())).toList());
    for (String section :
        List.of("Host", "Processor", "Caches", "Memory", "Accelerators", "Sensors")) {
      assertTrue(text.lines().anyMatch(section::equals), section);
    }
    assertEquals(machine, MachineJson.read(MachineJson.write(machine)));
  }

  @Test
  void showsValuesAndReasons() {
    List<String> lines = ProbeText.render(probe("epyc-mi300x")).lines().toList();
    assertTrue(lines.contains("  name             AMD EPYC 9654 96-Core Processor"));
    assertTrue(
        lines.contains(
            "  L3 unified       2 x 32 MiB, the first for cores 0-1,4-5; 16 ways, 64 B lines"));
    assertTrue(lines.contains("  CPU quota        not available: no CPU quota is set"));
    assertTrue(
        lines.contains(
            "    link                16 GT/s x4 of 32 GT/s x16 (the rate may be that of idle)"));
    assertTrue(lines.contains("    memory bytes        192.0 GiB"));
    assertTrue(
        lines.contains(
            "  k10temp@0000:00:18.3/temp1    Tctl                              package      54.25 °C"));
    assertTrue(lines.contains("  rapl/package-0                not available: no permission:"));
  }

  @Test
  void alignsDecimalPoints() {
    List<Integer> points =
        ProbeText.render(probe("intel-laptop"))
            .lines()
            .filter(
                line -> line.matches("  (rapl|coretemp|battery|thermal|cpufreq).*\\d\\.\\d+ \\S+"))
            .map(line -> line.lastIndexOf('.'))
            .distinct()
            .toList();
    assertEquals(1, points.size(), points::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "0.000742,V,742.0 uV",
    "0.742,V,742.0 mV",
    "38,W,38.00 W",
    "123456.789,J,123.5 kJ",
    "3.7e9,Hz,3.700 GHz",
    "0,W,0.000 W",
    "54.25,°C,54.25 °C",
    "2710,RPM,2710 RPM",
    "-3.5,A,-3.500 A"
  })
  void writesAmounts(double value, String unit, String text) {
    assertEquals(text, Amounts.of(value, unit));
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "1023,1023 B", "32768,32 KiB", "33554432,32 MiB", "25276502016,23.54 GiB"})
  void writesBytes(long bytes, String text) {
    assertEquals(text, Amounts.bytes(bytes));
  }

  @Test
  void breaksWordsThatAreLongerThanALine() {
    assertEquals(List.of("ab", "cdefg", "hij"), TextPage.wrap("ab cdefghij", 5));
    assertEquals(List.of(""), TextPage.wrap("  ", 5));
    assertEquals("abc...ij", TextPage.shorten("abcdefghij", 8));
  }

  @Test
  void jsonHasTheDocumentedShape() {
    String json = MachineJson.write(probe("vm"));
    assertTrue(
        json.replaceAll("\\s+", "")
            .contains(
                "\"name\":{\"value\":\"vm\",\"unit\":\"\",\"source\":\"/proc/sys/kernel/hostname\"}"));
    assertTrue(json.contains("\"reason\" : \"absent: no /sys/class/powercap\""));
    assertTrue(!json.contains("\"present\""), "helpers are no data");
  }

  @Test
  void aReaderToleratesNewFields() {
    Machine machine = probe("vm");
    String json = MachineJson.write(machine).replaceFirst("\\{", "{\"added\": 1,");
    assertEquals(machine, MachineJson.read(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"host\": 3}", "{"})
  void refusesWhatIsNoMachine(String json) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> MachineJson.read(json)).getMessage();
    assertTrue(message.startsWith("Cannot read the machine: "), message);
  }
}
