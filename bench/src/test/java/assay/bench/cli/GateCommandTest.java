package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.PlannedCase;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GateCommandTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private Result gate(String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> arguments = new ArrayList<>(List.of("gate"));
    arguments.addAll(List.of(more));
    return new Result(
        line.execute(arguments.toArray(String[]::new)), out.toString(), err.toString());
  }

  @BeforeEach
  void baseline() throws IOException {
    write("before", 100, 100.1, 100.2, 99.9, 100);
  }

  @ParameterizedTest
  @CsvSource({"100, 0, PASS", "97, 0, PASS", "106, 1, FAIL"})
  void exitCodesFollowTheVerdict(double nanos, int code, String outcome) throws IOException {
    write("after", nanos, nanos * 1.001, nanos * 0.999, nanos * 1.002, nanos);
    Result result = gate("--baseline", path("before"), "--candidate", path("after"));
    assertEquals(code, result.code(), result.out() + result.err());
    assertTrue(result.out().contains(outcome + ": of 1 cases"), result.out());
  }

  @Test
  void aBudgetIsHonoured() throws IOException {
    write("after", 106, 106.1, 105.9, 106, 106.2);
    assertEquals(
        ExitCode.OK,
        gate("--baseline", path("before"), "--candidate", path("after"), "--budget", "speed=10%")
            .code());
  }

  @Test
  void oneForkIsInconclusive() throws IOException {
    write("after", 100);
    Result result = gate("--baseline", path("before"), "--candidate", path("after"));
    assertEquals(ExitCode.INCONCLUSIVE, result.code());
    assertTrue(result.out().contains("BLIND"), result.out());
  }

  @Test
  void filesForOthers() throws IOException {
    write("after", 106, 106.1, 105.9, 106, 106.2);
    Result result =
        gate(
            "--baseline",
            path("before"),
            "--candidate",
            path("after"),
            "--json",
            "--junit",
            path("junit.xml"),
            "--markdown",
            path("comment.md"));
    assertTrue(result.out().contains("\"outcome\" : \"FAIL\""), result.out());
    assertTrue(Files.readString(folder.resolve("junit.xml")).contains("failures=\"1\""));
    assertTrue(Files.readString(folder.resolve("comment.md")).contains("slower"));
  }

  @ParameterizedTest
  @CsvSource({
    "--budget, speed=nothing, speed=3%",
    "--despite, weather, unknown aspect",
    "--may-miss, -1, --may-miss needs",
    "--noise, nowhere, there is no run record"
  })
  void wrongOptionsGetOneSentence(String option, String value, String sentence) {
    Result result =
        gate("--baseline", path("before"), "--candidate", path("before"), option, value);
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains(sentence), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  /** Two builds in turns leave the same files as one build against itself. */
  @Test
  void aComparisonIsNoNoiseFloor() throws IOException {
    write("after", 100, 100.1, 100.2, 99.9, 100);
    write("noise/a", 100, 100.1, 100.2);
    write("noise/b", 100, 100.1, 100.2);
    Result result =
        gate("--baseline", path("before"), "--candidate", path("after"), "--noise", path("noise"));
    assertEquals(ExitCode.USAGE, result.code(), result.out());
    assertTrue(result.err().contains("is no run of one build against itself"), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void aMissingRunIsNeverGreen() {
    Result result = gate("--baseline", path("nowhere"), "--candidate", path("before"));
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("there is no run record"), result.err());
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, double... forkNanos) throws IOException {
    PlannedCase planned = Samples.planned(Samples.key("matmul:f32*f32:m10,n1,k50", "none"));
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 0; round < forkNanos.length; round++) {
      forks.add(Samples.valid(planned.id(), round, forkNanos[round]).fork());
    }
    new RunStore()
        .write(
            new RunRecord(
                RunRecord.SCHEMA,
                new RunRecord.Tool("assay", "0", "unknown"),
                new RunRecord.Invocation(
                    name, "2026-01-01T00:00:00Z", null, "tiny", 1, 4, List.of(), Map.of()),
                new RunRecord.Jvm("v", "25", "vm", List.of()),
                Samples.machine(),
                List.of(),
                List.of(),
                List.of(
                    new CaseRecord(
                        planned.id(),
                        planned.key(),
                        List.of(),
                        planned.work(),
                        CaseRecord.Status.VALID,
                        null,
                        forks,
                        null,
                        Reading.unavailable("not measured")))),
            folder.resolve(name));
  }
}
