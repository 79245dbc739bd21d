package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.reports.judge.Findings;
import assay.reports.judge.Rounds;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a neighbour spoilt enters no figure, and is counted and named. */
class LeftOutTest {

  private static final String STEAL = "steal above 10 %";

  private final CaseRecord plain = new SampleCase(3).matmul("f32", 64, 1, 64, "v", 1e6, 1e-13);

  @Test
  void spoiltIterationsMoveNoFigure() {
    CaseRecord spoilt = with(plain, 2, 100);
    CaseSummary one = summary(plain);
    CaseSummary other = summary(spoilt);
    assertEquals(one.speed(), other.speed());
    assertEquals(one.spreads().get(Metric.SPEED), other.spreads().get(Metric.SPEED));
    assertEquals(one.latency(), other.latency());
    assertEquals("10 of 35 iterations left out: " + STEAL, other.leftOut().sentence());
    assertEquals("", one.leftOut().sentence());
  }

  @Test
  void aPairWithASpoiltSideIsNoPair() {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : plain.forks()) {
      List<Iteration> iterations = new ArrayList<>(fork.iterations());
      Iteration first = iterations.getFirst();
      iterations.set(0, new Iteration(first.operations(), 50 * first.nanos(), STEAL));
      forks.add(withIterations(fork, iterations));
    }
    CaseRecord spoilt = SampleCase.withForks(plain, forks);
    Rounds.ofSpeed(plain, spoilt).values().forEach(ratio -> assertEquals(0, ratio, 1e-12));
  }

  @Test
  void aCaseOfSpoiltIterationsOnlyHasNoFigures() {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : plain.forks()) {
      forks.add(
          withIterations(
              fork,
              fork.iterations().stream()
                  .map(each -> new Iteration(each.operations(), each.nanos(), STEAL))
                  .toList()));
    }
    CaseSummary none = summary(SampleCase.withForks(plain, forks));
    assertEquals(State.MISTRUSTED, none.state());
    assertEquals(
        List.of("no fork has a usable iteration: 25 of 25 iterations left out: " + STEAL),
        none.reasons());
    assertTrue(none.speed().isEmpty());
    assertTrue(none.latency().isEmpty());
    assertFalse(none.spreads().containsKey(Metric.SPEED));
    assertEquals(Map.of(), Metric.ENERGY.byRound(none.record()));
    assertEquals(Map.of(), Metric.P99.byRound(none.record()));
  }

  /** Adds iterations that a neighbour made so many times slower. */
  private static CaseRecord with(CaseRecord of, int spoilt, double slower) {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : of.forks()) {
      List<Iteration> iterations = new ArrayList<>(fork.iterations());
      for (int i = 0; i < spoilt; i++) {
        Iteration first = fork.iterations().getFirst();
        iterations.add(
            i, new Iteration(first.operations(), Math.round(first.nanos() * slower), STEAL));
      }
      forks.add(withIterations(fork, iterations));
    }
    return SampleCase.withForks(of, forks);
  }

  private static ForkRecord withIterations(ForkRecord of, List<Iteration> iterations) {
    return new ForkRecord(
        of.round(),
        of.startedAt(),
        of.prepareNanos(),
        of.warmup(),
        iterations,
        of.latency(),
        Map.of(ForkRecord.ENERGY, Reading.of(1.0, "J", "fixture")),
        of.outcome());
  }

  private static CaseSummary summary(CaseRecord of) {
    return RunSummary.of(SampleRun.of(List.of(of), "cpu")).cases().getFirst();
  }

  @Test
  void whatIsLeftOutIsToldBesideTheFiguresWithoutEachShare() {
    List<ForkRecord> forks = new ArrayList<>();
    for (ForkRecord fork : plain.forks()) {
      List<Iteration> iterations = new ArrayList<>(fork.iterations());
      Iteration first = iterations.getFirst();
      String reason = "other programs took %d %% of the CPU time".formatted(20 + forks.size());
      iterations.set(0, new Iteration(first.operations(), first.nanos(), reason));
      forks.add(withIterations(fork, iterations));
    }
    RunSummary run =
        RunSummary.of(SampleRun.of(List.of(SampleCase.withForks(plain, forks)), "cpu"));
    String trust = Findings.of(run).getLast();
    assertTrue(
        trust.endsWith(". 5 of 25 iterations left out: other programs took CPU time."), trust);
    assertFalse(
        Findings.of(RunSummary.of(SampleRun.of(List.of(plain), "cpu")))
            .getLast()
            .contains("left out"));
  }
}
