package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

  @AfterEach
  void forget() {
    System.clearProperty("assay.stdout.tty");
    System.clearProperty("assay.stderr.tty");
  }

  private static Terminal person(Map<String, String> environment) {
    System.setProperty("assay.stdout.tty", "true");
    System.setProperty("assay.stderr.tty", "true");
    return Terminal.detect(environment);
  }

  @ParameterizedTest
  @CsvSource({"80, 80", "12, 40", "250, 100", "wide, 100", "-5, 100", "99999, 100", "'', 100"})
  void writesInWhatIsThereUpTo100Columns(String said, int columns) {
    assertEquals(columns, Terminal.detect(Map.of("COLUMNS", said)).columns());
  }

  @Test
  void withoutColumnsItWritesIn100() {
    assertEquals(100, Terminal.detect(Map.of()).columns());
  }

  @Test
  void aPipeGetsNeitherColourNorABar() {
    Terminal pipe = Terminal.detect(Map.of("TERM", "xterm-256color"));
    assertFalse(pipe.colour());
    assertFalse(pipe.interactive());
  }

  @ParameterizedTest
  @CsvSource({
    // variable, value, colour, bar
    "TERM, xterm, true, true",
    "TERM, dumb, false, false",
    "NO_COLOR, 1, false, true",
    "NO_COLOR, '', true, true",
    "CI, true, true, false",
  })
  void aPersonGetsWhatTheEnvironmentAllows(String name, String value, boolean colour, boolean bar) {
    Terminal terminal = person(Map.of(name, value));
    assertEquals(colour, terminal.colour());
    assertEquals(bar, terminal.interactive());
    assertTrue(terminal.columns() > 0);
  }
}
