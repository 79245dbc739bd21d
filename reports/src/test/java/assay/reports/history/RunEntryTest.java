package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleCourse;
import assay.reports.sample.SampleEnergy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points of runs with odd numbers of forks, odd figures and odd names. */
class RunEntryTest {

  private static final String AT = "2026-03-04T10:00:00Z";
  private static final CaseRecord CASE =
      new SampleCase(1).matmul("q4_K", 4096, 1, 4096, "vector", 1e6, 1e-6);

  private static MeasuredCase measured(CaseRecord each) {
    return RunEntry.of(HistoryRuns.with("a", AT, List.of(each)), "a").cases().getFirst();
  }

  private static Optional<Point> point(MeasuredCase each, Metric metric) {
    return each.points().stream().filter(point -> point.metric().equals(metric)).findFirst();
  }

  @Test
  void withoutForksNothingIsValidAndNoTimeIsMadeUp() {
    MeasuredCase none = measured(HistoryRuns.steady(CASE, 0, 1000));
    assertEquals("MISTRUSTED", none.state());
    assertTrue(point(none, Metric.TIME).isEmpty());
    assertTrue(point(none, Metric.P99).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void samplesThatAreAllEqualAreOneValue(int forks) {
    Point time = point(measured(HistoryRuns.steady(CASE, forks, 1e6)), Metric.TIME).orElseThrow();
    assertEquals(1e6, time.value(), 1e-3);
    assertEquals(forks, time.forks());
    assertEquals(2 * forks, time.iterations());
    assertEquals(forks, time.forkMeans().size());
    assertTrue(time.low() == null || time.low() <= time.value(), "" + time);
    assertTrue(time.high() == null || time.high() >= time.value(), "" + time);
  }

  @Test
  void energyIsAPointWhereItWasMeasured() {
    assertEquals(
        0.5,
        point(measured(HistoryRuns.withEnergy(CASE, 0.5)), Metric.energy("fixture"))
            .orElseThrow()
            .value());
    assertTrue(measured(CASE).points().stream().noneMatch(each -> each.metric().isEnergy()));
  }

  /** A meter that is plugged in between two runs is no regression. */
  @Test
  void energyOfAnotherPartOfTheMachineIsAnotherSeries() {
    Channel box = SampleEnergy.channel("rapl/package-0", Scope.PACKAGE);
    Channel plug = SampleEnergy.channel("meter/scpi:host:5025", Scope.WALL);
    List<Metric> inside = energies(measured(SampleEnergy.metered(CASE, box, 100)));
    List<Metric> outside = energies(measured(SampleEnergy.metered(CASE, plug, 140)));
    assertTrue(inside.contains(Metric.energy("package")), inside::toString);
    assertTrue(outside.contains(Metric.energy("wall")), outside::toString);
    assertTrue(inside.stream().noneMatch(outside::contains));
  }

  /** What a hot chip keeps up is no point in the series of cold forks. */
  @Test
  void aLoadHasSeriesOfItsOwn() {
    Channel box = SampleEnergy.channel("rapl/package-0", Scope.PACKAGE);
    var course = SampleCourse.of(600, 5, SampleCourse.drop(120, 0.5), 0.01, 3);
    MeasuredCase forks = measured(SampleEnergy.metered(CASE, box, 100));
    MeasuredCase load =
        measured(SampleEnergy.sustained(SampleEnergy.metered(CASE, box, 100), course));
    List<String> names = load.points().stream().map(each -> each.metric().name()).toList();
    assertTrue(names.contains("sustained_time_per_op"), names::toString);
    assertTrue(
        names.stream().anyMatch(each -> each.startsWith("sustained_energy")), names::toString);
    assertEquals(2, energies(load).size(), names::toString);
    for (Point each : load.points()) {
      boolean exact = each.metric().equals(Metric.NMSE) || each.metric().equals(Metric.MAX_ERROR);
      assertEquals(exact, point(forks, each.metric()).isPresent(), each::toString);
    }
  }

  private static List<Metric> energies(MeasuredCase of) {
    return of.points().stream()
        .map(Point::metric)
        .filter(each -> each.isEnergy() || each.isNetEnergy())
        .toList();
  }

  @Test
  void whatIsInfiniteIsNoPoint() {
    MeasuredCase odd = measured(HistoryRuns.withEnergy(CASE, Double.POSITIVE_INFINITY));
    assertTrue(odd.points().stream().allMatch(each -> Double.isFinite(each.value())));
    assertTrue(odd.points().stream().noneMatch(each -> each.metric().isEnergy()));
  }

  @Test
  void aNameOfMegabytesIsRefusedInAFewWords() {
    String name = "x".repeat(10_000_000);
    RunRecord run = HistoryRuns.with("a", AT, List.of(HistoryRuns.named(CASE, name)));
    String refusal =
        assertThrows(UnusableHistoryException.class, () -> RunEntry.of(run, "a")).getMessage();
    assertTrue(refusal.contains("10000000 characters"), refusal.substring(0, 100));
    assertTrue(refusal.length() < 300, "" + refusal.length());
    String id = assertThrows(UnusableHistoryException.class, () -> Checked.id(name)).getMessage();
    assertTrue(id.contains("--as") && id.length() < 500, "" + id.length());
  }

  @Test
  void twoCasesOfOneNameAreRefused() {
    RunRecord run = HistoryRuns.with("a", AT, List.of(CASE, CASE));
    String refusal =
        assertThrows(UnusableHistoryException.class, () -> RunEntry.of(run, "a")).getMessage();
    assertTrue(refusal.contains("twice"), refusal);
  }
}
