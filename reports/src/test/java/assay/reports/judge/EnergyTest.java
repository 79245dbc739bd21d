package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.Energy;
import assay.reports.record.ForkRecord;
import assay.reports.record.RecordJson;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Energy of forks as a later reader will write it, and its absence as it is now. */
class EnergyTest {

  private static final DoubleFunction<Reading<Double>> JOULES =
      joules -> Reading.of(joules, "J", "fixture");

  private final SplittableRandom random = new SplittableRandom(19);
  private final CaseRecord plain = new SampleCase(5).matmul("f32", 64, 1, 64, "vector", 1e6, 1e-13);

  @ParameterizedTest
  @CsvSource({"1.2, SLOWER", "0.8, FASTER", "1, SAME"})
  void forksAreJudged(double factor, Verdict expected) {
    Judgement found = energy(metered(1, JOULES), metered(factor, JOULES)).orElseThrow();
    assertEquals(expected, found.verdict(), found.toString());
    assertEquals(1 / factor, found.ratio().orElseThrow().estimate(), 0.01);
  }

  @Test
  void moreEnergyClosesAGateAndLostEnergyIsNotGreen() {
    CaseRecord before = metered(1, JOULES);
    assertEquals(Gate.Outcome.FAIL, Gate.of(compared(before, metered(1.2, JOULES)), 1.1).outcome());
    CaseRecord without = metered(1, ignored -> Reading.denied("energy_uj is for root"));
    Judgement lost = energy(before, without).orElseThrow();
    assertEquals(Verdict.NOT_COMPARABLE, lost.verdict());
    assertEquals("no energy: no permission: energy_uj is for root", lost.reason());
    assertEquals(Gate.Outcome.INCONCLUSIVE, Gate.of(compared(before, without), 1.1).outcome());
  }

  @Test
  void withoutAMeterNothingIsJudgedAndTheReasonIsKept() {
    assertEquals(Optional.empty(), energy(plain, plain));
    assertEquals(
        Reading.unavailable("energy was not measured in this run"), Energy.of(plain.forks()));
    assertEquals(Optional.of("no energy counter on this machine"), Energy.reason(plain));
  }

  /** What the resolved forks cover must not be picked to stand for all, nor be taken for equal. */
  @ParameterizedTest
  @CsvSource({"package, wall", "package, package"})
  void oneUnresolvedForkOnEachSideLeavesNoVerdict(String before, String after) {
    Judgement found = energy(partly(before), partly(after)).orElseThrow();
    assertEquals(Verdict.NOT_COMPARABLE, found.verdict(), found::toString);
    assertTrue(found.reason().contains("too few updates"), found.reason());
    assertEquals(
        Verdict.NOT_COMPARABLE, energy(partly(before), metered(1, JOULES)).orElseThrow().verdict());
  }

  private CaseRecord partly(String source) {
    boolean[] first = {true};
    return metered(
        1,
        joules -> {
          boolean is = first[0];
          first[0] = false;
          return is ? Reading.unresolved("too few updates") : Reading.of(joules, "J", source);
        });
  }

  @Test
  void aCaseHasTheMeanOfItsForks() {
    CaseRecord metered = metered(1, JOULES);
    assertEquals(2e-3, ((Reading.Present<Double>) Energy.of(metered.forks())).value(), 1e-4);
    List<ForkRecord> forks = new ArrayList<>(metered.forks());
    forks.set(2, plain.forks().get(2));
    assertTrue(Energy.of(forks) instanceof Reading.Unavailable);
  }

  @ParameterizedTest
  @CsvSource({"NaN, J", "-1, J", "0, J", "Infinity, J", "5, W"})
  void whatIsNoEnergyIsNone(double value, String unit) {
    CaseRecord odd = metered(1, ignored -> Reading.of(value, unit, "fixture"));
    assertEquals(Map.of(), Metric.ENERGY.byRound(odd));
    assertTrue(
        odd.energy().toString().contains("fixture tells no energy: " + value + " " + unit),
        odd.energy().toString());
  }

  @Test
  void itIsWrittenAndRead() {
    RunRecord run = SampleRun.of(List.of(metered(1, JOULES)), "cpu");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RecordJson().write(run, out);
    assertEquals(run, new RecordJson().read(out.toByteArray(), "memory"));
  }

  private Comparison compared(CaseRecord before, CaseRecord after) {
    return Comparison.ofRuns(
        RunSummary.of(SampleRun.of(List.of(before), "cpu")),
        RunSummary.of(SampleRun.of(List.of(after), "cpu")));
  }

  private Optional<Judgement> energy(CaseRecord before, CaseRecord after) {
    return compared(before, after).rows().getFirst().judgements().stream()
        .filter(each -> each.metric() == Metric.ENERGY)
        .findFirst();
  }

  /** Two millijoules an operation times the factor, half a per cent either way. */
  private CaseRecord metered(double factor, DoubleFunction<Reading<Double>> meter) {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : plain.forks()) {
      long operations =
          fork.iterations().stream().mapToLong(ForkRecord.Iteration::operations).sum();
      double joules = 2e-3 * operations * factor * (1 + 0.005 * random.nextGaussian());
      forks.add(
          new ForkRecord(
              fork.round(),
              fork.startedAt(),
              fork.prepareNanos(),
              fork.warmup(),
              fork.iterations(),
              fork.latency(),
              Map.of(ForkRecord.ENERGY, meter.apply(joules)),
              fork.outcome()));
    }
    return new CaseRecord(
        plain.id(),
        plain.key(),
        plain.origins(),
        plain.work(),
        plain.status(),
        plain.execution(),
        forks,
        plain.accuracy(),
        Energy.of(forks));
  }
}
