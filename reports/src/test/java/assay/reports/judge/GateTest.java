package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.reports.exchange.GateJunit;
import assay.reports.exchange.GateMarkdown;
import assay.reports.judge.Gate.Finding;
import assay.reports.judge.Gate.Outcome;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import assay.reports.text.GateText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

  private static final double MAY_MISS = 1.1;

  private final SampleCase make = new SampleCase(5);

  @Test
  void theSameBuildPasses() {
    Gate gate = gate(cases(1, 1e-13), cases(1, 1e-13));
    assertEquals(Outcome.PASS, gate.outcome(), gate.sentence());
    assertEquals(List.of(), gate.groups());
    assertEquals(gate.items().size(), gate.count(Finding.UNCHANGED));
  }

  @Test
  void aSlowerCandidateFails() {
    Gate gate = gate(cases(1, 1e-13), cases(1.08, 1e-13));
    assertEquals(Outcome.FAIL, gate.outcome());
    assertEquals(12, gate.count(Finding.WORSE));
  }

  @Test
  void aFasterCandidatePasses() {
    Gate gate = gate(cases(1, 1e-13), cases(0.9, 1e-13));
    assertEquals(Outcome.PASS, gate.outcome());
    assertEquals(12, gate.count(Finding.BETTER));
    assertTrue(gate.groups().getFirst().sentence().contains("faster"), gate.toString());
  }

  /** Speed that was bought with errors is not green. */
  @Test
  void aFasterCandidateThatLostAccuracyFails() {
    Gate gate = gate(cases(1, 1e-8), cases(0.9, 1e-4));
    assertEquals(Outcome.FAIL, gate.outcome());
    assertTrue(gate.comparison().rows().getFirst().lostAccuracy());
    assertEquals("FASTER, WORSE", gate.comparison().rows().getFirst().words());
    assertTrue(
        gate.groups().stream().anyMatch(each -> each.sentence().contains("NMSE")),
        gate.groups().toString());
  }

  /** Float32 sums in another order; no model can tell. */
  @Test
  void roundingInAnotherOrderIsNoLoss() {
    assertEquals(Outcome.PASS, gate(cases(1, 1e-15), cases(1, 9e-14)).outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG, FAIL",
    "CRASHED, FAIL",
    "TIMEOUT, FAIL",
    "MISTRUSTED, INCONCLUSIVE",
    "UNSUPPORTED, INCONCLUSIVE"
  })
  void whatFailedIsNeverGreen(State state, Outcome expected) {
    Gate gate = gate(cases(1, 1e-13), first(each -> SampleCase.failed(each, state, "so it is")));
    assertEquals(expected, gate.outcome(), gate.sentence());
  }

  @Test
  void whatIsMissingIsNeverGreen() {
    List<CaseRecord> fewer = cases(1, 1e-13).subList(1, 12);
    assertEquals(Outcome.INCONCLUSIVE, gate(cases(1, 1e-13), fewer).outcome());
    assertEquals(1, gate(cases(1, 1e-13), fewer).count(Finding.MISSING));
    assertEquals(Outcome.INCONCLUSIVE, gate(cases(1, 1e-13), List.of()).outcome());
  }

  /** A busy host took nothing from a device's speed, and all meaning from its latencies. */
  @Test
  void latenciesThatWereNotKeptAreNeverGreen() {
    Gate gate = gate(cases(1, 1e-13), first(GateTest::withoutLatencies));
    assertEquals(Outcome.INCONCLUSIVE, gate.outcome(), gate.sentence());
    assertEquals(1, gate.count(Finding.NOT_COMPARABLE));
    assertTrue(
        gate.items().stream()
            .anyMatch(each -> each.reason().equals("no latencies: not kept: a busy host")),
        gate.items().toString());
    assertEquals(Outcome.PASS, gate(first(GateTest::withoutLatencies), cases(1, 1e-13)).outcome());
  }

  private static CaseRecord withoutLatencies(CaseRecord one) {
    return SampleCase.withForks(
        one,
        one.forks().stream()
            .map(fork ->
                new ForkRecord(
                    fork.round(),
                    fork.startedAt(),
                    fork.prepareNanos(),
                    fork.warmup(),
                    fork.iterations(),
                    null,
                    Map.of(ForkRecord.LATENCY, Reading.unavailable("not kept: a busy host")),
                    fork.outcome()))
            .toList());
  }

  @Test
  void whatIsNewIsNotJudged() {
    Gate gate = gate(cases(1, 1e-13).subList(1, 12), cases(1, 1e-13));
    assertEquals(Outcome.PASS, gate.outcome(), gate.sentence());
    assertEquals(1, gate.count(Finding.NOT_JUDGED));
  }

  @Test
  void noCasesAtAllProveNothing() {
    assertEquals(Outcome.INCONCLUSIVE, gate(List.of(), List.of()).outcome());
  }

  /** One fork says nothing of the next one. */
  @Test
  void tooLittleDataIsNotGreen() {
    Gate gate =
        gate(
            cases(1, 1e-13), first(each -> SampleCase.withForks(each, each.forks().subList(0, 1))));
    assertEquals(Outcome.INCONCLUSIVE, gate.outcome());
    assertEquals(1, gate.count(Finding.BLIND));
  }

  /** A threshold that noise or the user raised hides nothing beyond what may be missed. */
  @Test
  void sameWithinAWideThresholdIsNotGreenBeyondWhatMayBeMissed() {
    Gate gate =
        Gate.of(
            Comparison.ofRuns(
                RunSummary.of(SampleRun.of(cases(1, 1e-13), "cpu")),
                RunSummary.of(SampleRun.of(cases(1.12, 1e-13), "cpu")),
                Rules.DEFAULT.with(Metric.SPEED, 1.3).with(Metric.P99, 1.3),
                NoiseFloor.UNKNOWN,
                Comparability.ALIKE),
            MAY_MISS);
    assertEquals(Outcome.INCONCLUSIVE, gate.outcome(), gate.sentence());
    assertEquals(12, gate.count(Finding.BLIND));
  }

  @Test
  void errorsThatCannotBeComparedAreNotGreen() {
    var one = SampleRun.of(cases(1, 1e-13), "cpu");
    var other = SampleRun.seeded(SampleRun.of(cases(1, 1e-9), "cpu"), 43);
    Gate gate =
        Gate.of(
            Comparison.ofRuns(
                RunSummary.of(one),
                RunSummary.of(other),
                Rules.DEFAULT,
                NoiseFloor.UNKNOWN,
                Comparability.of(one, other, java.util.Set.of())),
            MAY_MISS);
    assertEquals(Outcome.INCONCLUSIVE, gate.outcome(), gate.sentence());
  }

  @Test
  void aCommentHasOnlyWhatChanged() {
    String same = GateMarkdown.of(gate(cases(1, 1e-13), cases(1, 1e-13)));
    assertFalse(same.contains("m4096"), same);
    assertTrue(same.lines().count() < 12, same);
    List<CaseRecord> changed = cases(1, 1e-13);
    changed.set(0, make.matmul("q4_K", 4096, 1, 1024, "vector", 2e9, 1e-13));
    String one = GateMarkdown.of(gate(cases(1, 1e-13), changed));
    assertTrue(one.contains("Changed figures: 1"), one);
    assertFalse(one.contains("q8"), one);
  }

  @Test
  void junitCountsWhatItWrites() {
    String xml = GateJunit.of(gate(cases(1, 1e-13), cases(1.08, 1e-13).subList(0, 11)));
    assertTrue(xml.contains("failures=\"11\"") && xml.contains("errors=\"1\""), xml);
    assertEquals(11, xml.split("<failure ").length - 1);
    assertTrue(xml.contains("95 % interval"), xml);
  }

  @Test
  void hostileNamesStayText() {
    RunSummary hostile = RunSummary.of(HostileRun.record());
    Gate gate = Gate.of(Comparison.ofRuns(hostile, hostile), MAY_MISS);
    String markdown = GateMarkdown.of(gate);
    assertFalse(markdown.contains("<script") || markdown.contains("http://"), markdown);
    assertFalse(GateJunit.of(gate).contains("<script"));
    assertFalse(GateText.render(gate, 100, false).contains("\u001b"));
  }

  private List<CaseRecord> first(Function<CaseRecord, CaseRecord> change) {
    List<CaseRecord> cases = cases(1, 1e-13);
    cases.set(0, change.apply(cases.getFirst()));
    return cases;
  }

  private List<CaseRecord> cases(double factor, double nmse) {
    List<CaseRecord> cases = new ArrayList<>();
    for (String format : List.of("q4_K", "q8_0", "f32")) {
      for (long k : new long[] {1024, 2048, 4096, 8192}) {
        cases.add(make.matmul(format, 4096, 1, k, "vector", 1e9 * factor, nmse));
      }
    }
    return cases;
  }

  private static Gate gate(List<CaseRecord> baseline, List<CaseRecord> candidate) {
    return Gate.of(
        Comparison.ofRuns(
            RunSummary.of(SampleRun.of(baseline, "cpu")),
            RunSummary.of(SampleRun.of(candidate, "cpu"))),
        MAY_MISS);
  }
}
