package assay.reports.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;
import assay.reports.history.History;
import assay.reports.history.HistoryRuns;
import assay.reports.history.StoreAddress;
import assay.reports.judge.Comparison;
import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Gate;
import assay.reports.judge.Judgement;
import assay.reports.judge.Rules;
import assay.reports.judge.Verdict;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleCourse;
import assay.reports.sample.SampleEnergy;
import assay.reports.summary.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose meter or latencies went missing, or that measured something else, is not green. */
class AgainstHistoryTest {

  private static final int RUNS = 9;
  private static final Channel BOX = SampleEnergy.channel("rapl/package-0", Scope.PACKAGE);
  private static final Channel PLUG = SampleEnergy.channel("meter/scpi:host:5025", Scope.WALL);

  @TempDir private Path folder;

  private static CaseRecord plain(int seed) {
    return new SampleCase(seed).matmul("q4_K", 4096, 1, 4096, "vector", 1e6, 1e-6);
  }

  private static CaseRecord metered(int seed, Channel by) {
    return SampleEnergy.metered(plain(seed), by, 100);
  }

  private static CaseRecord silent(String reading, String reason) {
    CaseRecord of = plain(99);
    List<ForkRecord> forks =
        of.forks().stream()
            .map(fork -> {
              var hardware = new TreeMap<>(fork.hardware());
              hardware.put(reading, Reading.denied(reason));
              return new ForkRecord(
                  fork.round(),
                  fork.startedAt(),
                  fork.prepareNanos(),
                  fork.warmup(),
                  fork.iterations(),
                  reading.equals(ForkRecord.LATENCY) ? null : fork.latency(),
                  hardware,
                  fork.outcome());
            })
            .toList();
    return SampleEnergy.with(of, of.origins(), forks);
  }

  private interface Nth {
    CaseRecord of(int run);
  }

  private void keep(String name, Nth nth) throws IOException {
    try (History history = History.toWrite(address(), never -> {})) {
      for (int i = 0; i < RUNS; i++) {
        String at = "2026-03-%02dT10:00:00Z".formatted(i + 1);
        RunRecord run = HistoryRuns.with(name + i, at, List.of(nth.of(i)));
        history.add(HistoryRuns.write(run, folder.resolve(name + i)), Optional.empty());
      }
    }
  }

  private StoreAddress address() {
    return new StoreAddress.Folder(folder.resolve("history"));
  }

  private Comparison compared(CaseRecord candidate) {
    RunRecord run = HistoryRuns.with("tonight", "2026-04-01T10:00:00Z", List.of(candidate));
    try (History history = History.toRead(address(), never -> {})) {
      return AgainstHistory.compare(history, run, Rules.DEFAULT, 1.1).comparison();
    }
  }

  private static Optional<Judgement> judged(Comparison comparison, Metric metric) {
    return comparison.rows().getFirst().judgements().stream()
        .filter(each -> each.metric() == metric)
        .findFirst();
  }

  @Test
  void lostEnergyIsNotGreen() throws IOException {
    keep("run", i -> metered(i, BOX));
    assertEquals(
        Verdict.SAME, judged(compared(metered(99, BOX)), Metric.ENERGY).orElseThrow().verdict());
    Comparison without = compared(silent(ForkRecord.ENERGY, "energy_uj is for root"));
    Judgement lost = judged(without, Metric.ENERGY).orElseThrow();
    assertEquals(Verdict.NOT_COMPARABLE, lost.verdict());
    assertTrue(lost.reason().contains("energy_uj is for root"), lost.reason());
    assertEquals(Gate.Outcome.INCONCLUSIVE, Gate.of(without, 1.1).outcome());
  }

  @Test
  void whatWasMeteredOnceIsNotMissedForEver() throws IOException {
    keep("run", i -> i == 3 ? metered(i, BOX) : plain(i));
    assertTrue(judged(compared(plain(99)), Metric.ENERGY).isEmpty());
  }

  @Test
  void energyOfSomethingElseIsNotGreenEither() throws IOException {
    keep("run", i -> metered(i, BOX));
    Judgement other = judged(compared(metered(99, PLUG)), Metric.ENERGY).orElseThrow();
    assertEquals(Verdict.NOT_COMPARABLE, other.verdict());
    assertEquals(
        "its energy covers \"wall\", and covered \"package\" in the history", other.reason());
  }

  @Test
  void whatTheHistoryNeverHadIsNotMissed() throws IOException {
    keep("run", AgainstHistoryTest::plain);
    assertTrue(judged(compared(plain(99)), Metric.ENERGY).isEmpty());
    assertTrue(judged(compared(metered(99, BOX)), Metric.ENERGY).isEmpty());
  }

  @Test
  void lostLatenciesAreNotGreen() throws IOException {
    keep("run", AgainstHistoryTest::plain);
    Judgement lost =
        judged(compared(silent(ForkRecord.LATENCY, "the disk was full")), Metric.P99).orElseThrow();
    assertEquals(Verdict.NOT_COMPARABLE, lost.verdict());
    assertTrue(lost.reason().contains("the disk was full"), lost.reason());
  }

  /** Half its speed because it is hot: no regression of the code. */
  @Test
  void aLoadIsHeldAgainstLoadsOnly() throws IOException {
    var course = SampleCourse.of(600, 5, SampleCourse.drop(120, 0.5), 0.01, 3);
    keep("run", AgainstHistoryTest::plain);
    Row against =
        compared(SampleEnergy.sustained(HistoryRuns.steady(plain(99), 1, 2e6), course))
            .rows()
            .getFirst();
    assertEquals(Verdict.NOT_COMPARABLE, against.verdict(), against.reason());
    keep("load", i -> SampleEnergy.sustained(HistoryRuns.steady(plain(i), 1, 2e6 + i), course));
    assertEquals(
        Verdict.SAME,
        compared(SampleEnergy.sustained(HistoryRuns.steady(plain(99), 1, 2e6), course))
            .rows()
            .getFirst()
            .verdict());
    assertEquals(Verdict.SAME, compared(plain(99)).rows().getFirst().verdict());
  }
}
