package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code compare} and {@code gate} make of runs that are damaged or odd. */
class BadRunsTest {

  private static final String BEGUN = "2026-03-01T00:00:00Z";
  private static final String ENDED = "2026-03-01T00:10:00Z";

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void baseline() throws IOException {
    write("before", HistoryCommandTest.run("before", BEGUN, ENDED, 1000));
  }

  private void write(String name, RunRecord run) throws IOException {
    new RunStore().write(run, folder.resolve(name));
  }

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

  private Result gate(String candidate) {
    return assay("gate", "--baseline", path("before"), "--candidate", path(candidate));
  }

  private Result compare(String candidate) {
    return assay("compare", path("before"), path(candidate));
  }

  private void damaged(UnaryOperator<String> damage) throws IOException {
    String whole = Files.readString(folder.resolve("before/run.json"));
    String other = damage.apply(whole);
    assertTrue(!other.equals(whole), "something was to be changed");
    Files.createDirectories(folder.resolve("after"));
    Files.writeString(folder.resolve("after/run.json"), other);
  }

  private void assertRefused(String sentence) {
    for (Result result : List.of(gate("after"), compare("after"))) {
      assertEquals(ExitCode.USAGE, result.code(), result.out() + result.err());
      assertTrue(result.err().contains(sentence), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
      assertTrue(result.err().length() < 600, result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void aTruncatedRecordIsRefused() throws IOException {
    damaged(whole -> whole.substring(0, whole.length() / 2));
    assertRefused("run.json is not JSON that can be read");
  }

  @Test
  void anEmptyOneIsRefused() throws IOException {
    damaged(whole -> "");
    assertRefused("run.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-1", "1e400", "\"many\"", "null"})
  void aTimeThatIsNoneIsRefused(String time) throws IOException {
    damaged(whole -> whole.replaceFirst("\"nanos\" : \\d+", "\"nanos\" : " + time));
    assertRefused("run.json");
  }

  @Test
  void aHostileRecordIsRefused() throws IOException {
    damaged(whole -> "[".repeat(100_000));
    assertRefused("run.json");
    damaged(whole -> whole.replaceFirst("\\{", "{\"schema\" : \"assay-run/1\","));
    assertRefused("run.json");
  }

  @ParameterizedTest
  @CsvSource({"0, 3, MISSING", "1, 3, BLIND"})
  void tooFewForksAreInconclusive(int forks, int code, String finding) throws IOException {
    RunRecord run = HistoryCommandTest.run("after", BEGUN, ENDED, 1000);
    write("after", with(run, run.cases().getFirst().forks().subList(0, forks)));
    Result result = gate("after");
    assertEquals(code, result.code(), result.out());
    assertTrue(result.out().contains(finding), result.out());
    assertEquals(ExitCode.INCONCLUSIVE, compare("after").code());
  }

  /**
   * Coarse clocks give equal samples; that is neither an error nor certainty below the threshold.
   */
  @ParameterizedTest
  @CsvSource({"1000, 0", "1010, 0", "1100, 1", "900, 0"})
  void samplesThatAreAllEqualAreJudged(long nanos, int code) throws IOException {
    write("before", equal("before", 1000));
    write("after", equal("after", nanos));
    Result result = gate("after");
    assertEquals(code, result.code(), result.out());
    assertTrue(!result.out().contains("NaN"), result.out());
  }

  @Test
  void aRunAgainstItselfIsRefused() throws IOException {
    write("after", HistoryCommandTest.run("before", BEGUN, ENDED, 1000));
    Result result = gate("after");
    assertEquals(ExitCode.USAGE, result.code(), result.out());
    assertTrue(result.err().contains("are the same run before"), result.err());
  }

  /** Two runners that began in one second give their runs one id. */
  @Test
  void twoRunsOfOneIdAreJudged() throws IOException {
    write("before", equal("one", 1000));
    write("after", equal("one", 1200));
    assertEquals(ExitCode.FAIL, gate("after").code());
  }

  @Test
  void aRenamedCaseIsMissing() throws IOException {
    RunRecord run = HistoryCommandTest.run("after", BEGUN, ENDED, 1000);
    write(
        "after",
        Altered.cases(
            run, List.of(Altered.renamed(run.cases().getFirst(), "matmul:f32*f32:m9,n1,k9"))));
    Result result = gate("after");
    assertEquals(ExitCode.INCONCLUSIVE, result.code(), result.out());
    assertTrue(result.out().contains("1 missing, 1 not judged"), result.out());
  }

  /** Times of day play no part in a comparison of two runs. */
  @Test
  void aClockThatWasSetBackChangesNothing() throws IOException {
    write("before", equal("before", 1000));
    RunRecord run = HistoryCommandTest.run("after", ENDED, BEGUN, 1000);
    write("after", with(run, equal("after", 1000).cases().getFirst().forks()));
    assertEquals(ExitCode.OK, gate("after").code());
  }

  private static RunRecord with(RunRecord run, List<ForkRecord> forks) {
    CaseRecord of = run.cases().getFirst();
    return Altered.cases(
        run,
        List.of(
            new CaseRecord(
                of.id(),
                of.key(),
                of.origins(),
                of.work(),
                of.status(),
                of.execution(),
                forks,
                of.accuracy(),
                of.energy())));
  }

  private static RunRecord equal(String id, long nanos) {
    RunRecord run = HistoryCommandTest.run(id, BEGUN, ENDED, nanos);
    ForkRecord any = run.cases().getFirst().forks().getFirst();
    List<ForkRecord> forks =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(round ->
                new ForkRecord(
                    round,
                    any.startedAt(),
                    any.prepareNanos(),
                    any.warmup(),
                    any.iterations(),
                    any.latency(),
                    any.hardware(),
                    any.outcome()))
            .toList();
    return with(run, forks);
  }
}
