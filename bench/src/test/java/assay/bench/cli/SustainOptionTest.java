package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.Plan;
import assay.bench.plan.Profile;
import assay.bench.run.LoadState;
import assay.probe.Reading;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SustainOptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sustain 30m|name what with --spec, --suite or --model",
        "--sustain 30 --suite quick|\"30\" has no unit; write it as 90s, 30m, 2h or 1h30m",
        "--sustain 0s --suite quick|a load lasts 10s to 168h, not 0s",
        "--sustain -1h --suite quick|\"-1h\" is no time",
        "--sustain 2400h --suite quick|a load lasts 10s to 168h, not 2400h",
        "--sustain 1m --suite quick --profile full|leave out --profile",
        "--sustain 1m --suite quick --forks 3|leave out --forks",
        "--sustain 1m --suite quick --aa|leave out --aa",
        "--sustain 1m --suite quick --resume runs/x|leave out --sustain, --suite"
      })
  void whatMakesNoSenseIsRefusedInASentence(String options, String sentence) {
    StringWriter err = new StringWriter();
    CommandLine main = Main.commandLine().setErr(new PrintWriter(err, true));
    assertEquals(ExitCode.USAGE, main.execute(("run " + options).split(" ")), err.toString());
    assertTrue(err.toString().contains(sentence), err.toString());
    assertEquals(1, err.toString().strip().lines().count(), err.toString());
  }

  @Test
  void whatIsToComeIsToldBeforehand() {
    Plan plan = Samples.plan(3, 1);
    Plan loads = new Plan(Profile.sustained(), 1, plan.cases());
    assertEquals(
        "3 cases for 30m each, 1h30m together", LoadWords.plan(loads, Duration.ofMinutes(30)));
  }

  private static LoadState state(double seconds, Reading<Double> watts) {
    return new LoadState(
        "case",
        seconds,
        1800,
        950,
        Reading.of(1000.0, "1/s", "slices"),
        watts,
        Reading.absent("no sensor"));
  }

  @Test
  void aLineSaysWhatIsKnown() {
    assertEquals(
        "5m of 30m  950 op/s, first minute 1,000 (-5.0 %)",
        LoadWords.line(state(300, Reading.absent("none"))));
    assertEquals(
        "5m of 30m  950 op/s, first minute 1,000 (-5.0 %)  61.5 W",
        LoadWords.line(state(300, Reading.of(61.5, "W", "rapl"))));
  }

  @Test
  void aLogGetsALineAMinute() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ConsoleProgress log =
        new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    for (int seconds = 5; seconds <= 600; seconds += 5) {
      log.load(state(seconds, Reading.absent("none")));
    }
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(10, lines.size(), lines.toString());
    assertTrue(lines.get(1).startsWith("assay: 1m5s of 30m  950 op/s"), lines.get(1));
  }
}
