package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code assay gate --history}, from records in a store to files and exit codes. */
class GateHistoryTest {

  private static final long SEED = 3;

  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);

  private record Result(int code, String out, String err) {}

  private Result assay(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
    return new Result(code, out.toString(), err.toString());
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Result gate(RunRecord candidate, String... more) throws IOException {
    new RunStore().write(candidate, folder.resolve("candidate"));
    List<String> words = new ArrayList<>(List.of("gate", "--candidate", path("candidate")));
    words.addAll(List.of("--history", path("store")));
    words.addAll(List.of(more));
    return assay(words.toArray(String[]::new));
  }

  /** Runs a quarter of an hour apart, one per cent around 1000 ns. */
  private void history(int runs) throws IOException {
    List<String> add = new ArrayList<>(List.of("history", "add"));
    for (int i = 0; i < runs; i++) {
      double nanos = 1000 * (1 + 0.01 * random.nextGaussian());
      String begun = "2026-01-01T%02d:%02d:00Z".formatted(i / 4, i % 4 * 15);
      new RunStore()
          .write(HistoryCommandTest.run("run" + i, begun, begun, nanos), folder.resolve("r" + i));
      add.add(path("r" + i));
    }
    add.addAll(List.of("--store", path("store")));
    Result added = assay(add.toArray(String[]::new));
    assertEquals(0, added.code(), added.err());
  }

  private static RunRecord candidate(double nanos) {
    String begun = "2026-02-01T00:00:00Z";
    return HistoryCommandTest.run("tonight", begun, begun, nanos);
  }

  @ParameterizedTest
  @CsvSource({"1000, 0, PASS", "1200, 1, FAIL", "800, 0, PASS"})
  void exitCodesFollowTheVerdict(double nanos, int code, String outcome) throws IOException {
    history(30);
    Result result = gate(candidate(nanos));
    assertEquals(code, result.code(), result.out() + result.err());
    assertTrue(result.out().contains(outcome + ": of 1 cases"), result.out());
    assertTrue(result.out().contains("the history (30 runs)"), result.out());
    assertEquals("", result.err());
  }

  @Test
  void filesForOthers() throws IOException {
    history(20);
    Result result =
        gate(
            candidate(1300),
            "--json",
            "--junit",
            path("junit.xml"),
            "--markdown",
            path("comment.md"));
    assertTrue(result.out().contains("\"outcome\" : \"FAIL\""), result.out());
    assertTrue(Files.readString(folder.resolve("junit.xml")).contains("failures=\"1\""));
    String comment = Files.readString(folder.resolve("comment.md"));
    assertTrue(comment.contains("slower") && comment.contains("runs of the history"), comment);
  }

  @Test
  void fewRunsAreInconclusiveAndSayHowManyWouldDo() throws IOException {
    history(4);
    Result result = gate(candidate(1000));
    assertEquals(ExitCode.INCONCLUSIVE, result.code());
    assertTrue(result.out().contains("4 runs since the first"), result.out());
    assertTrue(result.out().contains("8 would do"), result.out());
  }

  @Test
  void theCandidateIsNotHeldAgainstItself() throws IOException {
    history(10);
    new RunStore().write(candidate(1300), folder.resolve("added"));
    assay("history", "add", "--store", path("store"), path("added"));
    Result result = gate(candidate(1300));
    assertEquals(ExitCode.FAIL, result.code(), result.out());
    assertTrue(result.out().contains("the history (10 runs)"), result.out());
    assertTrue(result.err().contains("is in the history already"), result.err());
  }

  @Test
  void anAcknowledgedChangeIsTheNewLevel() throws IOException {
    history(30);
    assay(
        "history",
        "acknowledge",
        "--store",
        path("store"),
        "--at",
        "2026-01-01T06:30:00Z",
        "slower on purpose");
    Result result = gate(candidate(1300));
    assertEquals(ExitCode.INCONCLUSIVE, result.code(), result.out());
    assertTrue(result.out().contains("4 runs since run26"), result.out());
  }

  @Test
  void aCaseThatTheHistoryDoesNotKnowIsNewAndAloneProvesNothing() throws IOException {
    history(10);
    RunRecord run = candidate(1000);
    Result result =
        gate(
            Altered.cases(
                run, List.of(Altered.renamed(run.cases().getFirst(), "matmul:f32*f32:m9,n1,k9"))));
    assertEquals(ExitCode.INCONCLUSIVE, result.code(), result.out());
    assertTrue(result.out().contains("1 missing, 1 not judged"), result.out());
  }

  @Test
  void aNewCaseThatFailedIsNeverGreen() throws IOException {
    history(10);
    RunRecord run = candidate(1000);
    List<CaseRecord> cases = new ArrayList<>(run.cases());
    cases.add(
        Altered.failed(
            Altered.renamed(cases.getFirst(), "matmul:f32*f32:m9,n1,k9"),
            State.CRASHED,
            "SIGSEGV"));
    Result result = gate(Altered.cases(run, cases));
    assertEquals(ExitCode.FAIL, result.code(), result.out());
    assertTrue(result.out().contains("SIGSEGV"), result.out());
  }

  @Test
  void anotherSetUpIsNotComparableAndSaysWhatDiffers() throws IOException {
    history(10);
    Result result = gate(Altered.environment(candidate(1300), Map.of("OMP_NUM_THREADS", "7")));
    assertEquals(ExitCode.INCONCLUSIVE, result.code(), result.out());
    assertTrue(result.out().contains("OMP_NUM_THREADS none (now 7)"), result.out());
    assertTrue(result.out().contains("1 not comparable"), result.out());
  }

  /** The history's clock is ahead, or somebody gates an old run. */
  @Test
  void aCandidateFromBeforeTheHistoryIsToldSo() throws IOException {
    history(10);
    Result result =
        gate(HistoryCommandTest.run("old", "2025-01-01T00:00:00Z", "2024-12-31T00:00:00Z", 1000));
    assertEquals(ExitCode.OK, result.code(), result.out() + result.err());
    assertTrue(result.err().contains("began before run9"), result.err());
  }

  @Test
  void anEmptyHistoryProvesNothing() throws IOException {
    history(1);
    RunRecord none = candidate(1000);
    assertEquals(ExitCode.INCONCLUSIVE, gate(Altered.cases(none, List.of())).code());
  }

  @Test
  void unusableInputGetsOneSentence() throws IOException {
    history(3);
    assertRefused(
        gate(HistoryCommandTest.run("x", "2026-02-01T00:00:00Z", null, 1)), "is unfinished");
    assertRefused(gate(candidate(1), "--noise", "n"), "--noise goes with two runs");
    assertRefused(gate(candidate(1), "--despite", "all"), "--despite goes with two runs");
    assertRefused(
        assay("gate", "--candidate", path("candidate"), "--history", path("nowhere")), "nowhere");
    Result both =
        assay(
            "gate",
            "--candidate",
            path("candidate"),
            "--history",
            path("store"),
            "--baseline",
            path("r0"));
    assertEquals(ExitCode.USAGE, both.code());
    assertEquals(ExitCode.USAGE, assay("gate", "--candidate", path("candidate")).code());
  }

  /** What is left of a damaged history may pass, but nobody may take it for the whole. */
  @Test
  void aDamagedHistoryIsNeverGreen() throws IOException {
    history(12);
    try (var files = Files.walk(folder.resolve("store"))) {
      Path record =
          files.filter(each -> each.getFileName().toString().contains("run5")).findFirst().get();
      Files.delete(record);
    }
    Result result = gate(candidate(1000));
    assertEquals(ExitCode.USAGE, result.code(), result.out() + result.err());
    assertTrue(result.err().contains("run5"), result.err());
  }

  private static void assertRefused(Result result, String sentence) {
    assertEquals(ExitCode.USAGE, result.code(), result.out() + result.err());
    assertTrue(result.err().contains(sentence), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }
}
