package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often families of thirty cases are told different, with and without a difference. */
class FamilyTest {

  private static final int ROWS = 30;

  private final CaseRecord made = new SampleCase(1).matmul("f32", 64, 1, 64, "v", 100, 0);
  private final SplittableRandom random = new SplittableRandom(41);
  private Rules rules = Rules.DEFAULT;
  private int rows = ROWS;

  @ParameterizedTest
  @CsvSource({"2, 0.003", "2, 0.03", "3, 0.01", "4, 0.01", "5, 0.003", "5, 0.03", "10, 0.05"})
  void runsOfTheSameBuildAreSeldomCalledDifferent(int forks, double spread) {
    int alarms = 0;
    for (int trial = 0; trial < 200; trial++) {
      alarms += told(compared(gaussian(spread), forks, 1, false)) > 0 ? 1 : 0;
    }
    // Of 200 with one in a hundred expected, seven come once in two hundred times.
    assertTrue(alarms <= 6, alarms + " of 200");
  }

  /** Cases are not equally noisy: some ten times as much as others. */
  @ParameterizedTest
  @CsvSource({"4", "5", "10"})
  void unlikeSpreadsAreNoDifference(int forks) {
    int alarms = 0;
    for (int trial = 0; trial < 200; trial++) {
      double[] spreads = random.doubles(ROWS).map(each -> 0.005 * Math.exp(2.3 * each)).toArray();
      alarms +=
          told(compared(row -> spreads[row] * random.nextGaussian(), forks, 1, false)) > 0 ? 1 : 0;
    }
    assertTrue(alarms <= 6, alarms + " of 200");
  }

  /** A JIT that compiles one fork in three to code that takes a quarter longer. */
  @ParameterizedTest
  @CsvSource({"2", "3", "5"})
  void twoWaysOfCompilingAreNoDifference(int forks) {
    IntToDoubleFunction noise =
        row -> (random.nextInt(3) == 0 ? 0.22 : 0) + 0.002 * random.nextGaussian();
    int alarms = 0;
    for (int trial = 0; trial < 100; trial++) {
      alarms += told(compared(noise, forks, 1, false)) > 0 ? 1 : 0;
    }
    assertTrue(alarms <= 4, alarms + " of 100");
  }

  @ParameterizedTest
  @CsvSource({"5, 1.06, 0.005", "5, 0.94, 0.005", "10, 1.04, 0.005", "2, 3, 0.01"})
  void whatMattersIsSeen(int forks, double ratio, double spread) {
    int seen = 0;
    for (int trial = 0; trial < 20; trial++) {
      seen += told(compared(gaussian(spread), forks, ratio, false));
    }
    assertTrue(seen >= 18 * ROWS, seen + " of " + 20 * ROWS);
  }

  /** Speed-ups and slow-downs of one size are told equally often. */
  @Test
  void improvementsAndRegressionsAreSymmetric() {
    int faster = 0;
    int slower = 0;
    for (int trial = 0; trial < 60; trial++) {
      faster += told(compared(gaussian(0.01), 5, 1.025, false));
      slower += told(compared(gaussian(0.01), 5, 1 / 1.025, false));
    }
    double noise = 3 * Math.sqrt(faster + slower);
    assertTrue(Math.abs(faster - slower) <= noise, faster + " against " + slower);
    assertTrue(faster > 60, "some are told: " + faster);
  }

  /** Each case is too noisy for 3 % in five forks; thirty of them are not. */
  @Test
  void togetherCasesTellWhatNoneTellsAlone() {
    int seen = 0;
    int alone = 0;
    for (int trial = 0; trial < 40; trial++) {
      Comparison found = compared(gaussian(0.03), 5, 1 / 1.03, true);
      seen += found.family().orElseThrow().judgement().verdict() == Verdict.SLOWER ? 1 : 0;
      alone += told(found);
      assertEquals(ROWS, found.family().orElseThrow().labels().size());
    }
    assertTrue(seen >= 38, seen + " of 40");
    assertTrue(alone < 40 * ROWS / 4, alone + " of " + 40 * ROWS);
  }

  /** With a threshold that lets everything matter, so that the level alone is tested. */
  @ParameterizedTest
  @CsvSource({"5, 0.003", "5, 0.05", "10, 0.02"})
  void togetherTheSameBuildIsSeldomCalledDifferent(int forks, double spread) {
    rules = Rules.DEFAULT.with(Metric.SPEED, 1.000001);
    int alarms = 0;
    for (int trial = 0; trial < 500; trial++) {
      Comparison found = compared(gaussian(spread), forks, 1, true);
      alarms +=
          found.together().stream().anyMatch(each -> each.judgement().verdict().isDifferent())
              ? 1
              : 0;
    }
    // Of 500 with one in five hundred expected, five come once in 270 times.
    assertTrue(alarms <= 4, alarms + " of 500");
  }

  /** The fewer the cases, the less is known of their variances. */
  @Test
  void fewCasesOfFewForksAreSeldomCalledDifferent() {
    rules = Rules.DEFAULT.with(Metric.SPEED, 1.000001);
    rows = 5;
    int alarms = 0;
    for (int trial = 0; trial < 2000; trial++) {
      Comparison found = compared(gaussian(0.01), 4, 1, true);
      alarms +=
          found.together().stream().anyMatch(each -> each.judgement().verdict().isDifferent())
              ? 1
              : 0;
    }
    // Of 2000 with one in five hundred expected, eleven come once in 350 times.
    assertTrue(alarms <= 10, alarms + " of 2000");
  }

  /** A case that is 30 % slower moves the mean of eight by 3 %, and is told by itself. */
  @Test
  void oneCaseIsNotAllCases() {
    rows = 8;
    Comparison found = planted(0.003, 5, 1 / 1.3, true);
    assertEquals(Verdict.SLOWER, found.rows().getFirst().verdict());
    assertEquals(Verdict.UNCLEAR, found.family().orElseThrow().judgement().verdict());
    List<Group> groups = found.groups();
    assertEquals(1, groups.size());
    assertTrue(groups.getFirst().sentence().startsWith("matmul:f32*f32:m1,"));
    assertEquals(1, Gate.of(found, 1.5).count(Gate.Finding.WORSE));
  }

  /** Of runs measured apart all cases share the drift between them. */
  @Test
  void measuredApartNothingIsToldTogether() {
    assertEquals(List.of(), compared(gaussian(0.003), 5, 1.5, false).together());
  }

  @Test
  void oneFindingSaysWhatIsToldTogetherAndTheGateClosesOnIt() {
    Comparison found = compared(gaussian(0.03), 5, 1 / 1.04, true);
    List<Group> groups = found.groups();
    assertEquals(1, groups.size(), groups.toString());
    String sentence = groups.getFirst().sentence();
    assertTrue(sentence.endsWith("(30 cases together)"), sentence);
    assertTrue(sentence.contains("slower"), sentence);
    Gate gate = Gate.of(found, 1.5);
    assertEquals(Gate.Outcome.FAIL, gate.outcome());
  }

  /** The promise behind "could see": four times in five, alone among the rows. */
  @Test
  void theDetectableChangeIsSeenFourTimesInFive() {
    int trials = 400;
    double detectable = 0;
    for (int trial = 0; trial < trials; trial++) {
      detectable +=
          compared(gaussian(0.01), 8, 1, false).rows().getFirst().detectable().orElseThrow()
              / trials;
    }
    int seen = 0;
    for (int trial = 0; trial < trials; trial++) {
      Comparison found = planted(0.01, 8, detectable, false);
      seen += found.rows().getFirst().verdict() == Verdict.FASTER ? 1 : 0;
    }
    assertEquals(0.8, (double) seen / trials, 0.08);
  }

  /** A machine that slows down by a third while it is measured. */
  @Test
  void inTurnsDriftIsNotTakenForNoise() {
    SplittableRandom drift = new SplittableRandom(5);
    double[] slow = drift.doubles(10).map(each -> 0.3 * each).toArray();
    Comparison apart = compared(gaussian(0.003), slow, 10, 1.03, false);
    Comparison turns = compared(gaussian(0.003), slow, 10, 1.03, true);
    assertEquals(0, told(apart));
    assertEquals(ROWS, told(turns));
    assertTrue(turns.inTurns());
  }

  /** Of two runs in turns no page may say one thing in its chart and another in its table. */
  @Test
  void aContestOfTwoRunsInTurnsPairsTheirRounds() {
    double[] slow = new SplittableRandom(5).doubles(10).map(each -> 0.3 * each).toArray();
    List<CaseRecord> baseline = new ArrayList<>();
    List<CaseRecord> contender = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      baseline.add(measured(row, 10, gaussian(0.003), slow, row % 2 == 0 ? 1.03 : 1));
      contender.add(measured(row, 10, gaussian(0.003), slow, row % 2 == 0 ? 1 : 1.03));
    }
    Contest contest = Contest.of(List.of(summary(baseline, true), summary(contender, true)));
    for (Contest.Task task : contest.tasks()) {
      Contest.Entry other = task.entries().getLast();
      assertEquals(java.util.Optional.of(Verdict.SLOWER), other.verdict(), task.label());
      assertEquals(1 / 1.03, other.ratio().orElseThrow().estimate(), 0.005);
    }
  }

  @Test
  void theSameInputGivesTheSameVerdict() {
    SplittableRandom one = new SplittableRandom(9);
    SplittableRandom other = new SplittableRandom(9);
    assertEquals(
        compared(row -> 0.02 * one.nextGaussian(), 5, 1.05, false),
        compared(row -> 0.02 * other.nextGaussian(), 5, 1.05, false));
  }

  private IntToDoubleFunction gaussian(double spread) {
    return row -> spread * random.nextGaussian();
  }

  private static int told(Comparison comparison) {
    return (int) comparison.rows().stream().filter(row -> row.verdict().isDifferent()).count();
  }

  private Comparison compared(IntToDoubleFunction noise, int forks, double ratio, boolean inTurns) {
    return compared(noise, new double[forks], forks, ratio, inTurns);
  }

  private Comparison compared(
      IntToDoubleFunction noise, double[] drift, int forks, double ratio, boolean inTurns) {
    List<CaseRecord> baseline = new ArrayList<>();
    List<CaseRecord> contender = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      baseline.add(measured(row, forks, noise, drift, ratio));
      contender.add(measured(row, forks, noise, drift, 1));
    }
    return compared(baseline, contender, inTurns);
  }

  private Comparison planted(double spread, int forks, double ratio, boolean inTurns) {
    List<CaseRecord> baseline = new ArrayList<>();
    List<CaseRecord> contender = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double own = row == 0 ? ratio : 1;
      baseline.add(measured(row, forks, gaussian(spread), new double[forks], own));
      contender.add(measured(row, forks, gaussian(spread), new double[forks], 1));
    }
    return compared(baseline, contender, inTurns);
  }

  private Comparison compared(
      List<CaseRecord> baseline, List<CaseRecord> contender, boolean inTurns) {
    return Comparison.ofRuns(
        summary(baseline, inTurns),
        summary(contender, inTurns),
        rules,
        NoiseFloor.UNKNOWN,
        Comparability.ALIKE);
  }

  private static RunSummary summary(List<CaseRecord> cases, boolean inTurns) {
    RunRecord run = SampleRun.of(cases, "cpu");
    return RunSummary.of(inTurns ? SampleRun.inTurns(run, "turns-1") : run);
  }

  private CaseRecord measured(
      int row, int forks, IntToDoubleFunction noise, double[] drift, double factor) {
    List<ForkRecord> all = new ArrayList<>();
    for (int round = 0; round < forks; round++) {
      double exponent = noise.applyAsDouble(row) + drift[round];
      long nanos = Math.round(1e9 * factor * Math.exp(exponent));
      all.add(
          new ForkRecord(
              round,
              "",
              1,
              List.of(),
              List.of(new ForkRecord.Iteration(100, nanos)),
              null,
              Map.of(),
              ""));
    }
    var key = made.key();
    return SampleCase.withKey(
        SampleCase.withForks(made, all),
        new CaseRecord.Key(
            "matmul:f32*f32:m%d,n1,k64".formatted(row + 1), "v", "", "gpu", 1, "hot", key.fill()));
  }
}
