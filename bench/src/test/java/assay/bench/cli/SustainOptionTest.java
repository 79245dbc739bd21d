package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.plan.Profile;
import assay.bench.run.LoadState;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.record.RunRecord;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  private static Slice slice(int number, long operations, List<String> throttled) {
    return new Slice(5.0 * number, 5, operations, 5_000_000_000L, Map.of(), throttled);
  }

  /** 100 op/s for two minutes, then 80. */
  private static RunRecord run(List<String> throttled) {
    List<Slice> slices =
        IntStream.range(0, 60)
            .mapToObj(i -> i < 24 ? slice(i, 500, List.of()) : slice(i, 400, throttled))
            .toList();
    var settled = slices.subList(30, 60).stream().map(s -> new Iteration(400, s.nanos())).toList();
    var fork =
        new ForkRecord(
            0,
            "2026-01-01T00:00:00Z",
            1,
            List.of(),
            settled,
            null,
            Map.of(),
            "",
            null,
            new Sustained(600, List.of(), slices));
    Plan plan = Samples.plan(1, 1);
    PlannedCase planned = plan.cases().getFirst();
    var one =
        new CaseRecord(
            planned.id(),
            planned.key(),
            List.of(),
            planned.work(),
            CaseRecord.Status.VALID,
            null,
            List.of(fork),
            null,
            Reading.absent("no sensor"));
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", "0", "unknown"),
        new RunRecord.Invocation(
            "id", "2026-01-01T00:00:00Z", null, "sustained", 1, 1, List.of(), Map.of()),
        new RunRecord.Jvm("v", "25", "vm", List.of()),
        Samples.machine(),
        List.of(),
        List.of(),
        List.of(one));
  }

  @Test
  void theEndSaysWhatWasKeptUp() {
    List<String> lines = LoadCourse.lines(run(List.of("heat", "power")));
    assertEquals("faulty matmul:f32*f32:m1,n1,k1", lines.getFirst());
    // Where it is found and how it is said is tested where it is done.
    assertTrue(lines.get(1).startsWith("    Slows down by 20"), lines.get(1));
    assertEquals(
        List.of(
            "    5m of 10m: first minute 100 op/s, second half 80.0 op/s (-20.0 %)",
            "    held back in slices of 60 % of the time, first after 2m: heat; power"),
        lines.subList(2, 4));
    assertTrue(
        LoadCourse.lines(run(List.of())).getLast().startsWith("    nothing that this machine"));
  }
}
