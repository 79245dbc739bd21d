package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine;
import assay.reports.history.HistoryRuns;
import assay.reports.judge.Comparability.Aspect;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleCourse;
import assay.reports.sample.SampleEnergy;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparabilityTest {

  private final List<CaseRecord> cases =
      List.of(new SampleCase(5).matmul("f32", 64, 1, 64, "vector", 1e6, 1e-13));

  @Test
  void aLoadOfMinutesIsNotComparedWithShortForks() {
    CaseRecord forks = new SampleCase(7).matmul("f32", 64, 1, 64, "vector", 1e6, 1e-13);
    CaseRecord load = SampleEnergy.sustained(forks, SampleCourse.of(600, 5, at -> 1, 0.01, 3));
    RunSummary before = RunSummary.of(SampleRun.of(List.of(forks), "cpu"));
    RunSummary after = RunSummary.of(SampleRun.of(List.of(load), "cpu"));
    Comparison.Row row = Comparison.ofRuns(before, after).rows().getFirst();
    assertEquals(Verdict.NOT_COMPARABLE, row.verdict());
    assertTrue(row.reason().contains("repeated for long in"), row.reason());
    assertTrue(
        Comparison.ofRuns(after, after).rows().getFirst().verdict() != Verdict.NOT_COMPARABLE);
  }

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

  @ParameterizedTest
  @CsvSource({
    "H100, H200, NOT_COMPARABLE",
    "H100, H100, SAME",
    "H100, H100 H100, NOT_COMPARABLE",
    "A10 H100, H100 A10, SAME",
    "H100, '', SAME"
  })
  void anotherAcceleratorConcernsTheCasesOnOne(String before, String after, Verdict expected) {
    CaseRecord onHost = cases.getFirst();
    var key = onHost.key();
    CaseRecord onDevice =
        SampleCase.withKey(
            onHost,
            new CaseRecord.Key(key.spec(), "cuda", "", "cuda0", 1, key.cache(), key.fill()));
    RunRecord run = SampleRun.of(List.of(onHost, onDevice), "cpu");
    Comparison found =
        compared(
            HistoryRuns.on(run, machine(before)), HistoryRuns.on(run, machine(after)), Set.of());
    assertEquals(Verdict.SAME, found.rows().get(0).verdict());
    assertEquals(expected, found.rows().get(1).verdict(), found.rows().get(1).reason());
    if (expected == Verdict.NOT_COMPARABLE) {
      assertEquals(
          "other accelerator: %s, was %s".formatted(after.replace(" ", " and "), before),
          found.rows().get(1).reason());
    }
  }

  @Test
  void anotherSetUpOfAGpuConcernsTheCasesOnIt() {
    CaseRecord onHost = cases.getFirst();
    var key = onHost.key();
    CaseRecord onDevice =
        SampleCase.withKey(
            onHost,
            new CaseRecord.Key(key.spec(), "cuda", "", "cuda0", 1, key.cache(), key.fill()));
    RunRecord run = SampleRun.of(List.of(onHost, onDevice), "cpu");
    String[][] details = {
      {"driver version", "580.95", "", "other driver: 580.95, was 570.1", "570.1"},
      {"power limit", "700", "W", "other power limit: 700 W, was 350 W", "350"},
      {"ECC", "off", "", "other ECC: off, was on", "on"},
      {"MIG", "off", "", "other partition: off, was on: instance 7", "on: instance 7"}
    };
    for (String[] each : details) {
      RunRecord before = HistoryRuns.on(run, machineWith(each[0], each[4], each[2]));
      RunRecord after = HistoryRuns.on(run, machineWith(each[0], each[1], each[2]));
      Comparison found = compared(before, after, Set.of());
      assertEquals(Verdict.SAME, found.rows().get(0).verdict());
      assertEquals(each[3], found.rows().get(1).reason());
      Comparison unknown = compared(HistoryRuns.on(run, machine("H200")), after, Set.of());
      assertEquals(Verdict.SAME, unknown.rows().get(1).verdict(), "unknown on one side");
    }
  }

  private static Machine machineWith(String detail, String value, String unit) {
    String reading =
        "\"%s\": {\"value\": \"%s\", \"unit\": \"%s\", \"source\": \"fixture\"}"
            .formatted(detail, value, unit);
    String devices =
        device("H200").replace("\"details\": {}", "\"details\": {%s}".formatted(reading));
    return HistoryRuns.machine("\"devices\" : [ ]", "\"devices\" : [ %s ]".formatted(devices));
  }

  private static Machine machine(String accelerators) {
    String devices =
        Arrays.stream(accelerators.split(" "))
            .filter(each -> !each.isEmpty())
            .map(ComparabilityTest::device)
            .collect(Collectors.joining(","));
    return HistoryRuns.machine("\"devices\" : [ ]", "\"devices\" : [ %s ]".formatted(devices));
  }

  private static String device(String name) {
    String absent = "{\"reason\": \"absent\"}";
    return """
    {"kind": "gpu", "name": {"value": "%s", "unit": "", "source": "fixture"}, "address": %2$s,
     "vendorId": %2$s, "deviceId": %2$s, "revision": %2$s, "driver": %2$s, "link": %2$s,
     "numaNode": %2$s, "nodes": [], "details": {}}\
    """
        .formatted(name, absent);
  }

  @Test
  void aNoiseFloorIsOfThisMachineAndOneBuild() {
    RunRecord run = SampleRun.inTurns(SampleRun.of(cases, "EPYC 7763"), "aa-1");
    assertEquals(Optional.empty(), NoiseFloor.fault(run, run, run, Set.of()));
    for (String turns : List.of("aa-2", "1")) {
      RunRecord other = SampleRun.inTurns(run, turns);
      assertTrue(
          NoiseFloor.fault(run, other, run, Set.of()).orElseThrow().contains("against itself"));
    }
    RunRecord twoBuilds = SampleRun.inTurns(run, "1");
    assertTrue(NoiseFloor.fault(twoBuilds, twoBuilds, run, Set.of()).isPresent());
    RunRecord elsewhere = SampleRun.of(cases, "EPYC 9575F");
    assertTrue(
        NoiseFloor.fault(run, run, elsewhere, Set.of())
            .orElseThrow()
            .contains("processor EPYC 7763"));
    assertEquals(Optional.empty(), NoiseFloor.fault(run, run, elsewhere, Set.of(Aspect.PROCESSOR)));
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
