package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Problem;
import assay.reports.summary.RunSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private final SampleCase make = new SampleCase(5);

  @Test
  void backendsOfOneRun() {
    RunSummary run =
        summary(
            matmul("a", 4096, 8e6),
            matmul("b", 4096, 4e6),
            matmul("a", 2048, 4e6),
            matmul("b", 2048, 9e6),
            matmul("a", 1024, 4e6),
            matmul("b", 1024, 4e6));
    Comparison found = Comparison.ofBackends(run, "a", "b");
    assertEquals(
        List.of(Verdict.FASTER, Verdict.SLOWER, Verdict.SAME),
        found.rows().stream().map(Comparison.Row::verdict).toList());
    assertEquals(2, found.rows().getFirst().ratio().orElseThrow().estimate(), 0.1);
    assertEquals(1, found.medianRatio().orElseThrow(), 0.1);
  }

  @Test
  void onlyValidCasesAreCompared() {
    CaseRecord crashed = SampleCase.failed(matmul("b", 4096, 1), State.CRASHED, "SIGSEGV");
    RunSummary run = summary(matmul("a", 4096, 8e6), crashed, matmul("a", 2048, 8e6));
    Comparison found = Comparison.ofBackends(run, "a", "b");
    assertEquals(1, found.rows().size(), "b was not asked for the other case");
    assertEquals(Verdict.NOT_COMPARABLE, found.rows().getFirst().verdict());
    assertEquals("CRASHED in b: SIGSEGV", found.rows().getFirst().reason());
    assertTrue(found.medianRatio().isEmpty());
  }

  @Test
  void aCaseThatTheOtherRunLacksIsSaid() {
    RunSummary both = summary(matmul("a", 4096, 8e6), matmul("a", 2048, 8e6));
    RunSummary one = summary(matmul("a", 4096, 8e6));
    Comparison found = Comparison.ofRuns(both, one);
    assertEquals(1, found.count(Verdict.NOT_COMPARABLE));
    assertTrue(found.rows().get(1).reason().startsWith("not part of "));
    assertTrue(found.rows().get(1).isLost());
  }

  @Test
  void severalDevicesOfOneBackendOnTheHostCompeteAsItsFastest() {
    CaseRecord plain = matmul("b", 4096, 8e6);
    var key = plain.key();
    CaseRecord packed =
        SampleCase.withKey(
            matmul("b", 4096, 2e6),
            new CaseRecord.Key(key.spec(), "b", "", "cpu-repack", 2, key.cache(), key.fill()));
    RunSummary run = summary(matmul("a", 4096, 8e6), plain, packed);
    Comparison found = Comparison.ofBackends(run, "a", "b");
    assertEquals(1, found.rows().size());
    assertEquals(4, found.rows().getFirst().ratio().orElseThrow().estimate(), 0.2);
    assertEquals("b, cpu-repack", run.who(run.cases().get(2)));
    assertEquals("b", run.who(run.cases().get(1)));
    assertTrue(
        Comparison.ofRuns(run, run).rows().get(2).label().contains(" on b@cpu-repack, 2 thr"));
    assertTrue(run.cases().get(2).ceiling().isPresent(), "it is the same chip");
  }

  @Test
  void aPassedCeilingIsSaidAndNeverTheHeadline() {
    double flops = 2.0 * 4096 * 4096 * 512;
    CaseRecord above = make.matmul("q4_0", 4096, 512, 4096, "a", flops / 260, 1e-6);
    CaseRecord below = make.matmul("q8_0", 4096, 512, 4096, "a", flops / 150, 1e-6);
    List<String> said = Findings.of(summary(above, below));
    assertTrue(said.get(0).matches("a reaches 7[4-7]\u2009% of the measured FMA.*"), said.get(0));
    assertTrue(said.get(2).contains("1 pass a measured ceiling"), said.get(2));
  }

  @Test
  void problemsOfOneReasonAreOneProblem() {
    List<Problem> problems =
        Problem.of(
            summary(
                SampleCase.failed(matmul("a", 4096, 1), State.UNSUPPORTED, "no"),
                SampleCase.failed(matmul("a", 2048, 1), State.UNSUPPORTED, "no"),
                SampleCase.failed(matmul("a", 1024, 1), State.CRASHED, "SIGSEGV")));
    assertEquals(2, problems.size());
    assertEquals(State.CRASHED, problems.getFirst().state());
    assertTrue(problems.getLast().what().startsWith("2 cases: matmul:q4_K*f32:m4096,n1"));
  }

  @Test
  void oneForkIsNeverEvidence() {
    CaseRecord slow = matmul("a", 4096, 80e6);
    CaseRecord fast = matmul("b", 4096, 8e6);
    Comparison found =
        Comparison.ofBackends(
            summary(slow, SampleCase.withForks(fast, fast.forks().subList(0, 1))), "a", "b");
    assertEquals(Verdict.UNCLEAR, found.rows().getFirst().verdict());
    assertTrue(found.rows().getFirst().reason().startsWith("one fork"));
  }

  @Test
  void fewForksTellOnlyAWideMargin() {
    Comparison found =
        Comparison.ofBackends(
            summary(
                forks(matmul("a", 4096, 8e6), 3),
                forks(matmul("b", 4096, 6.8e6), 3),
                forks(matmul("a", 2048, 8e6), 3),
                forks(matmul("b", 2048, 2e6), 3)),
            "a",
            "b");
    assertEquals(Verdict.UNCLEAR, found.rows().get(0).verdict());
    assertEquals(
        "3 forks a side tell only a factor beyond 1.50×; run at least 4",
        found.rows().get(0).reason());
    assertEquals(Verdict.FASTER, found.rows().get(1).verdict());
  }

  @Test
  void whatTheContenderLostIsKnown() {
    CaseRecord wrong = SampleCase.failed(matmul("a", 4096, 1), State.WRONG, "zeros");
    CaseRecord gone = SampleCase.failed(matmul("a", 1024, 1), State.CRASHED, "SIGSEGV");
    RunSummary before = summary(matmul("a", 4096, 8e6), matmul("a", 2048, 8e6), gone);
    List<Comparison.Row> rows = Comparison.ofRuns(before, summary(wrong)).rows();
    assertEquals(List.of(true, true, false), rows.stream().map(Comparison.Row::isLost).toList());
    assertEquals(Optional.of(State.WRONG), rows.get(0).contenderState());
    assertEquals(Optional.empty(), rows.get(1).contenderState());
  }

  @Test
  void runsAreComparedCaseByCaseWithBackendAndSettings() {
    RunRecord before = run(matmul("a", 4096, 8e6), matmul("b", 4096, 8e6));
    RunRecord after = run(matmul("a", 4096, 4e6));
    Comparison found = Comparison.ofRuns(RunSummary.of(before), RunSummary.of(after));
    assertEquals(
        List.of(Verdict.FASTER, Verdict.NOT_COMPARABLE),
        found.rows().stream().map(Comparison.Row::verdict).toList());
    assertTrue(found.rows().getFirst().label().contains(" on a, 2 thr, cold"));
  }

  @Test
  void findingsNameTheLeaderAndEveryProblem() {
    List<String> said = Findings.of(RunSummary.of(SampleRun.standard()));
    assertEquals(3, said.size());
    assertTrue(
        said.get(0).matches("vector reaches \\d+\u2009% of the measured FMA.*"), said.get(0));
    assertTrue(said.get(1).startsWith("Against ggml, vector is faster in "), said.get(1));
    assertTrue(said.get(2).contains("1 UNSUPPORTED, 1 CRASHED"), said.get(2));
  }

  @Test
  void findingsOfARunWithoutAnythingSaySo() {
    List<String> said = Findings.of(summary());
    assertEquals("No case is valid, so this run says nothing about speed.", said.get(0));
    assertEquals("0 of 0 cases are valid.", said.get(2));
  }

  @Test
  void findingsOfOneBackendCompareNothing() {
    List<String> said = Findings.of(summary(matmul("a", 4096, 8e6)));
    assertEquals("Only a ran, so nothing is compared.", said.get(1));
    assertTrue(said.get(2).startsWith("1 of 1 cases are valid; "), said.get(2));
  }

  private static CaseRecord forks(CaseRecord of, int count) {
    return SampleCase.withForks(of, of.forks().subList(0, count));
  }

  private CaseRecord matmul(String backend, long m, double nanos) {
    return make.matmul("q4_K", m, 1, 4096, backend, nanos, 1e-6);
  }

  private static RunRecord run(CaseRecord... cases) {
    return SampleRun.of(List.of(cases), "cpu");
  }

  private static RunSummary summary(CaseRecord... cases) {
    return RunSummary.of(run(cases));
  }
}
