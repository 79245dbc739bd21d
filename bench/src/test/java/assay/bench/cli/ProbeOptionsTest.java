package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What would be ignored is refused. */
class ProbeOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sensors --sampling-cost|run one by one",
        "--out x.json|--out belongs to --sensors",
        "--sampling-cost --out x.json|--out belongs to --sensors",
        "--sampling-cost --json|leave out --json",
        "--sampling-cost --sample-rate 0|leave out --sample-rate 0",
        "--meter scpi:127.0.0.1|belong to --sensors and --sampling-cost",
        "--sample-rate 5|belongs to --sampling-cost",
        "--backend vector|belong to --sensors and --sampling-cost",
        "--sample-rate 10|belongs to --sampling-cost",
        "--sensors --sample-rate 50|leave out --sample-rate",
        "--sensors --sample-rate 10|leave out --sample-rate",
        "--sensors --meter scpi|\"scpi\" has no kind before a colon",
        "--sensors --meter volts:x|there is no kind of instrument \"volts\""
      })
  void whatMakesNoSenseIsRefusedInASentence(String options, String sentence) {
    StringWriter err = new StringWriter();
    CommandLine main = Main.commandLine().setErr(new PrintWriter(err, true));
    assertEquals(ExitCode.USAGE, main.execute(("probe " + options).split(" ")), err.toString());
    assertTrue(err.toString().contains(sentence), err.toString());
    assertEquals(1, err.toString().strip().lines().count(), err.toString());
  }
}
