package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.judge.Comparability.Aspect;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparabilityTest {

  private final List<CaseRecord> cases =
      List.of(new SampleCase(5).matmul("f32", 64, 1, 64, "vector", 1e6, 1e-13));

  @Test
  void anotherProcessorIsNotComparable() {
    RunRecord one = SampleRun.of(cases, "EPYC 9575F");
    RunRecord other = SampleRun.of(cases, "EPYC 7763");
    Comparison found = compared(one, other, Set.of());
    assertEquals(Verdict.NOT_COMPARABLE, found.rows().getFirst().verdict());
    assertTrue(
        found.rows().getFirst().reason().startsWith("other processor: EPYC 7763"),
        found.rows().getFirst().reason());
  }

  @Test
  void whatTheUserAcceptsIsCompared() {
    RunRecord one = SampleRun.of(cases, "EPYC 9575F");
    RunRecord other = SampleRun.of(cases, "EPYC 7763");
    assertEquals(
        Verdict.SAME, compared(one, other, Set.of(Aspect.PROCESSOR)).rows().getFirst().verdict());
  }

  @Test
  void otherSeedsMakeErrorsIncomparableButNotSpeed() {
    RunRecord one = SampleRun.of(cases, "cpu");
    RunRecord other = SampleRun.seeded(one, 43);
    Comparison.Row row = compared(one, other, Set.of()).rows().getFirst();
    assertEquals(Verdict.SAME, row.verdict());
    Judgement nmse =
        row.others().stream()
            .filter(each -> each.metric() == Metric.NMSE)
            .findFirst()
            .orElseThrow();
    assertEquals(Verdict.NOT_COMPARABLE, nmse.verdict());
  }

  @Test
  void budgets() {
    assertEquals(new Budget(Metric.SPEED, 1.03), Budget.parse("speed=3%"));
    assertEquals(new Budget(Metric.MAX_ERROR, 1.5), Budget.parse("max-error=50"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"speed", "speed=", "speed=0%", "speed=-2%", "speed=NaN", "power=3%", ""})
  void badBudgetsSayWhatThereIs(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Budget.parse(text)).getMessage();
    assertTrue(message.contains("speed=3%"), message);
  }

  private static Comparison compared(RunRecord one, RunRecord other, Set<Aspect> accepted) {
    return Comparison.ofRuns(
        RunSummary.of(one),
        RunSummary.of(other),
        Rules.DEFAULT,
        NoiseFloor.UNKNOWN,
        Comparability.of(one, other, accepted));
  }
}
