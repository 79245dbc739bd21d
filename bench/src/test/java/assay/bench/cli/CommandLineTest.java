package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.PlannedCase;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands in this very JVM; nothing here starts a fork. */
class CommandLineTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private static Result execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --backend tensorcore         | unknown backend \"tensorcore\"; there are vector,",
        "run --spec matmul:q4_K           | expected operation:formats:shape",
        "run --spec matmul:q4_K*f32:m1,n1 | k is missing",
        "run --suite nosuch               | unknown suite \"nosuch\"; there are quick,",
        "run --profile hasty              | unknown profile \"hasty\"; there are quick, standard,",
        "run --fill snow                  | unknown fill \"snow\"",
        "run --threads 0                  | threads must be at least 1",
        "run --threads two                | 'two' is not",
        "run --cache lukewarm             | unknown cache state \"lukewarm\"",
        "run --forks 0                    | --forks must be at least 1",
        "run --timeout -5                 | --timeout must be at least 1",
        "run --sped matmul                | --sped",
        "run --resume /nonexistent        | is not a run folder",
        "run --resume /x --no-ceilings    | leave out --no-ceilings",
        "run --forks 3 --resume /x --out o | leave out --forks, --out",
        "gallop                           | gallop",
        "conform                          | name a plug-in's library or --backend ID",
        "conform a.so --backend vector    | name a plug-in's library or --backend ID",
        "conform /nonexistent.so          | /nonexistent.so is not a file",
        "conform --backend tensorcore     | unknown backend \"tensorcore\"; there are vector,",
        "conform --backend vector --level hasty | unknown level \"hasty\"; there are quick,",
        "conform --backend vector --probe x | unknown probe \"x\"; there are abi.table,",
      })
  void refusesInOneSentenceThatNamesThePart(String command, String reason) {
    Result result = execute(command.split(" "));
    assertEquals(ExitCode.USAGE, result.code(), result.err());
    assertTrue(result.err().startsWith("assay: "), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertFalse(result.err().contains("\tat "), "no stack trace");
    assertEquals("", result.out());
  }

  @Test
  void anOutputFolderInUseIsRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    Result result = execute("run", "--spec", "dequant:f32*f32:m1,k1", "--out", folder.toString());
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("is not empty"), result.err());
    assertEquals("years of work", Files.readString(file));
    try (Stream<Path> entries = Files.list(folder)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void anOutputFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String path : new String[] {file.toString(), file + "/below", "/proc/assay-run"}) {
      Result result = execute("run", "--spec", "dequant:f32*f32:m1,k1", "--out", path);
      assertEquals(ExitCode.USAGE, result.code(), result.err());
      assertTrue(result.err().contains(path.startsWith("/proc") ? "/proc" : "file"), result.err());
    }
  }

  @Test
  void aRunFolderOfAnotherSchemaIsRefused() throws IOException {
    Files.writeString(folder.resolve("journal.jsonl"), "{\"schema\":\"assay-journal/7\"}\n");
    Result result = execute("run", "--resume", folder.toString());
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("assay-journal/7"), result.err());
  }

  @Test
  void aReportFolderThatCannotBeWrittenIsRefused() throws IOException {
    Path run = write("run", "x", 100, 101, 100, 102, 101);
    Path file = Files.createFile(folder.resolve("file"));
    for (String command : new String[] {"report", "compare"}) {
      Result result =
          execute(
              command, run.toString(), run.toString(), "--out", file.resolve("below").toString());
      assertEquals(ExitCode.USAGE, result.code(), result.err());
      assertTrue(result.err().startsWith("assay: cannot write " + file), result.err());
      assertFalse(result.err().contains("Exception"), result.err());
    }
  }

  /** What a record says of itself must neither choose a place nor cost another run its report. */
  @Test
  void reportsOfSeveralRunsGoIntoFoldersOfTheirOwn() throws IOException {
    Path outside = folder.resolve("outside");
    Path one = write("a/run", outside.toString(), 100, 101);
    Path other = write("b/run", "../../escaped", 100, 101);
    Path out = folder.resolve("out");
    Result result = execute("report", one.toString(), other + "/run.json", "--out", out.toString());
    assertEquals(ExitCode.OK, result.code(), result.err());
    assertEquals(
        "%s%n%s%n".formatted(out.resolve("run/report.html"), out.resolve("run-2/report.html")),
        result.out());
    assertTrue(Files.exists(out.resolve("run-2/report.html")));
    assertFalse(Files.exists(outside) || Files.exists(folder.resolve("escaped")));
  }

  @Test
  void comparingSaysWhatHoldsAndLeavesAPage() throws IOException {
    Path before = write("before", "\u001b]0;owned\u0007", 100, 101, 100, 102, 101);
    Path out = folder.resolve("out");
    Path slow = write("slow", "slow", 120, 121, 120, 122, 121);
    Result slower = execute("compare", before.toString(), slow.toString(), "--out", out.toString());
    assertEquals(ExitCode.FAIL, slower.code(), slower.err());
    assertTrue(slower.out().contains("SLOWER"), slower.out());
    assertFalse(slower.out().contains("\u001b") || slower.out().contains("\u0007"));
    assertTrue(Files.readString(out.resolve("compare.html")).contains("what actually ran"));
    Path same = write("same", "same", 101, 100, 102, 101, 100);
    assertEquals(ExitCode.OK, execute("compare", before.toString(), same.toString()).code());
    Path few = write("few", "few", 90, 90);
    assertEquals(
        ExitCode.INCONCLUSIVE, execute("compare", before.toString(), few.toString()).code());
    assertEquals(
        ExitCode.USAGE,
        execute("compare", before.toString(), same.toString(), "--to", "pdf").code());
  }

  @Test
  void aBrokenCandidateIsNeverFine() throws IOException {
    Path before = write("before", "x", 100, 101, 100, 102, 101);
    RunRecord fast = record("fast", 50, 50.2, 50.1, 50, 50.1);
    for (State state : State.values()) {
      CaseRecord extra = caseOf("matmul:f32*f32:m11,n1,k50", 100, 101, 100, 102, 101);
      Path baseline = folder.resolve("baseline" + state);
      new RunStore().write(with(new RunStore().read(before), extra), baseline);
      CaseRecord broken =
          state == State.VALID
              ? extra
              : new CaseRecord(
                  extra.id(),
                  extra.key(),
                  List.of(),
                  extra.work(),
                  new CaseRecord.Status(state, List.of("why")),
                  null,
                  List.of(),
                  null,
                  extra.energy());
      Path candidate = folder.resolve("candidate" + state);
      new RunStore().write(with(fast, broken), candidate);
      int wanted =
          state == State.VALID
              ? ExitCode.OK
              : state == State.WRONG ? ExitCode.FAIL : ExitCode.INCONCLUSIVE;
      Result result = execute("compare", baseline.toString(), candidate.toString());
      assertEquals(wanted, result.code(), state + result.out());
      Path lacking = folder.resolve("lacking");
      new RunStore().write(fast, lacking);
      assertEquals(
          ExitCode.INCONCLUSIVE,
          execute("compare", baseline.toString(), lacking.toString()).code());
    }
  }

  private Path write(String name, String id, double... forkNanos) throws IOException {
    Path place = folder.resolve(name);
    new RunStore().write(record(id, forkNanos), place);
    return place;
  }

  private static RunRecord record(String id, double... forkNanos) {
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", "0", "unknown"),
        new RunRecord.Invocation(
            id, "2026-01-01T00:00:00Z", null, "tiny", 1, 4, List.of(), Map.of()),
        new RunRecord.Jvm("v", "25", "vm", List.of()),
        Samples.machine(),
        List.of(),
        List.of(),
        List.of(caseOf("matmul:f32*f32:m10,n1,k50", forkNanos)));
  }

  private static RunRecord with(RunRecord run, CaseRecord extra) {
    return new RunRecord(
        run.schema(),
        run.tool(),
        run.invocation(),
        run.jvm(),
        run.machine(),
        run.ceilings(),
        run.backends(),
        List.of(run.cases().getFirst(), extra));
  }

  private static CaseRecord caseOf(String spec, double... forkNanos) {
    PlannedCase planned = Samples.planned(Samples.key(spec, "none"));
    List<ForkRecord> forks = new java.util.ArrayList<>();
    for (int round = 0; round < forkNanos.length; round++) {
      forks.add(Samples.valid(planned.id(), round, forkNanos[round]).fork());
    }
    return new CaseRecord(
        planned.id(),
        planned.key(),
        List.of(),
        planned.work(),
        CaseRecord.Status.VALID,
        null,
        forks,
        null,
        Reading.unavailable("not measured"));
  }

  static Stream<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsWithAnExample(String command) {
    Result result = execute(command, "--help");
    assertEquals(ExitCode.OK, result.code());
    assertTrue(result.out().contains("Example: assay " + command), result.out());
    assertTrue(result.out().lines().allMatch(line -> line.length() <= 100), result.out());
  }

  @Test
  void theHelpNamesEveryCommand() {
    String help = execute("--help").out();
    commands().forEach(command -> assertTrue(help.contains("  " + command), command));
  }

  @Test
  void backendsAreListedWithReasons() {
    Result result = execute("backends");
    assertEquals(ExitCode.OK, result.code());
    assertTrue(result.out().contains("faulty"), result.out());
    JsonNode json = JsonMapper.shared().readTree(execute("backends", "--json").out());
    for (JsonNode backend : json) {
      boolean available = backend.get("available").booleanValue();
      assertEquals(!available, backend.has("reason"), backend.toString());
      assertEquals(available, !backend.get("devices").isEmpty(), backend.toString());
    }
    assertEquals(result.out().lines().filter(line -> !line.startsWith(" ")).count(), json.size());
  }

  @Test
  void probeSpeaksBothLanguages() {
    assertTrue(execute("probe").out().contains("Processor"));
    JsonNode json = JsonMapper.shared().readTree(execute("probe", "--json").out());
    assertTrue(json.has("cpu"));
  }
}
