package assay.reports.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.judge.Judgement;
import assay.reports.judge.Verdict;
import assay.reports.statistics.Spread;
import assay.reports.summary.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run of a hundred cases against simulated histories, with and without a slow-down. */
class TrialsTest {

  private static final int CASES = 100;
  private static final int HISTORIES = 2000;
  private static final long SEED = 20261128;
  private static final Spread UNKNOWN = new Spread(1, 0, 0, 0);
  private static final Trials SPEED = new Trials(Metric.SPEED, 1.02, 1.1);

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** One run, given the runs so far. */
  private interface Noise {
    double next(double previous);
  }

  /** Twenty are expected where the rate is used up; thirty come once in fifty times. */
  @ParameterizedTest
  @CsvSource({"8, 0, 0.02", "20, 0.3, 0.02"})
  void aRunLikeAnyOtherIsSeldomCalledDifferent(int runs, double correlation, double deviation) {
    int alarms = 0;
    for (int trial = 0; trial < HISTORIES; trial++) {
      List<Trials.Entry> family = family(runs, deviation, correlated(correlation), 1);
      alarms += told(SPEED.judge(family)) > 0 ? 1 : 0;
    }
    System.out.printf(
        "%d runs, correlation %s: %d of %d families alarmed, seed %d%n",
        runs, correlation, alarms, HISTORIES, SEED);
    assertTrue(alarms <= 30, alarms + " of " + HISTORIES + ", seed " + SEED);
  }

  /**
   * One value in thirty is far off: a neighbour's work, nothing that a build did. That the new run
   * has the farthest of all happens once in as many runs as there are, and not more often.
   */
  @ParameterizedTest
  @CsvSource({"10, 45", "20, 27", "40, 16"})
  void aLongTailIsNotTakenForAChange(int runs, int most) {
    int alarms = 0;
    int histories = 300;
    Noise tail =
        previous ->
            random.nextGaussian() + (random.nextInt(30) == 0 ? 4 + 6 * random.nextDouble() : 0);
    for (int trial = 0; trial < histories; trial++) {
      alarms += told(SPEED.judge(family(runs, 0.01, tail, 1))) > 0 ? 1 : 0;
    }
    System.out.printf(
        "long tail, %d runs: %d of %d families alarmed, seed %d%n", runs, alarms, histories, SEED);
    assertTrue(alarms <= most, alarms + " of " + histories + ", seed " + SEED);
  }

  /** A tenth of all cases became a tenth slower; runs differ by 1 %. */
  @ParameterizedTest
  @CsvSource({"8, 0.85", "20, 0.95", "40, 0.95"})
  void aTenthSlowerIsSeen(int runs, double least) {
    int seen = 0;
    int wrong = 0;
    int histories = 200;
    for (int trial = 0; trial < histories; trial++) {
      List<Trials.Entry> family = family(runs, 0.01, correlated(0), 1);
      for (int i = 0; i < CASES / 10; i++) {
        family.set(i, slower(family.get(i), 1.1));
      }
      List<Judgement> judged = SPEED.judge(family);
      seen += told(judged.subList(0, CASES / 10));
      wrong += told(judged.subList(CASES / 10, CASES));
    }
    double share = seen / (histories * CASES / 10.0);
    System.out.printf("%d runs: %.3f seen, %d wrong, seed %d%n", runs, share, wrong, SEED);
    assertTrue(share >= least, share + " seen, seed " + SEED);
    assertTrue(wrong <= 0.02 * seen, wrong + " of " + seen + " are none, seed " + SEED);
  }

  @Test
  void onlyRunsSinceTheLastChangeCount() {
    double[] values = new double[60];
    Arrays.setAll(values, i -> (i < 40 ? 100 : 120) * Math.exp(0.004 * random.nextGaussian()));
    Level level = Level.of(places(60), values, new TreeSet<>());
    assertEquals(40, level.since());
    assertEquals(Verdict.SAME, judged(level, 120.0).verdict());
    assertEquals(Verdict.FASTER, judged(level, 100.0).verdict());
  }

  @Test
  void whatWasAcknowledgedBeginsALevel() {
    double[] values = new double[30];
    Arrays.setAll(values, i -> 100 * Math.exp(0.01 * random.nextGaussian()));
    Level level = Level.of(places(30), values, new TreeSet<>(List.of(26L)));
    assertEquals(26, level.since());
    Judgement judged = judged(level, 200.0);
    assertEquals(Verdict.UNCLEAR, judged.verdict());
    assertTrue(judged.reason().contains("4 runs since"), judged.reason());
    assertTrue(judged.reason().contains("8 would do and"), judged.reason());
    assertTrue(judged.ratio().isEmpty());
  }

  @Test
  void aDriftThatGoesOnLeavesNoLevel() {
    double[] values = new double[80];
    Arrays.setAll(values, i -> 100 * Math.exp(0.01 * i + 0.01 * random.nextGaussian()));
    Judgement judged = judged(Level.of(places(80), values, new TreeSet<>()), 222.0);
    assertEquals(Verdict.UNCLEAR, judged.verdict());
    assertTrue(judged.reason().startsWith("0 runs since"), judged.reason());
  }

  /** One in four runs of a JIT that has two ways takes a quarter longer. */
  @Test
  void aModeThatTheHistoryHasIsNoChange() {
    double[] values = new double[40];
    Arrays.setAll(values, i -> (i % 4 == 1 ? 125 : 100) * Math.exp(0.002 * random.nextGaussian()));
    Level level = Level.of(places(40), values, new TreeSet<>());
    assertTrue(!judged(level, 125.0).verdict().isDifferent());
    assertEquals(Verdict.SLOWER, judged(level, 250.0).verdict());
  }

  @Test
  void anOutlierMakesNoScatterButWhatIsNoFartherIsNotTold() {
    double[] values = new double[30];
    Arrays.setAll(values, i -> 100 * Math.exp(0.005 * random.nextGaussian()));
    values[12] = 150;
    Level level = Level.of(places(30), values, new TreeSet<>());
    assertEquals(Verdict.SLOWER, judged(level, 170.0).verdict());
    assertEquals(Verdict.FASTER, judged(level, 90.0).verdict());
    Judgement nearer = judged(level, 110.0);
    assertEquals(Verdict.UNCLEAR, nearer.verdict());
    assertTrue(nearer.reason().contains("in one run of 30"), nearer.reason());
  }

  @Test
  void runsThatAreTheVerySameHaveNoScatterButTheThresholdHolds() {
    double[] values = new double[10];
    Arrays.fill(values, 100);
    Level level = Level.of(places(10), values, new TreeSet<>());
    assertEquals(Verdict.SAME, judged(level, 100.0).verdict());
    assertEquals(Verdict.SAME, judged(level, 101.0).verdict());
    assertEquals(Verdict.SLOWER, judged(level, 103.0).verdict());
  }

  /** What the history never had to allow for: forks that disagree, and fewer of them. */
  @Test
  void aCandidateThatIsLessSureIsNotTakenForChanged() {
    double[] values = new double[30];
    Arrays.setAll(values, i -> 100 * Math.exp(0.005 * random.nextGaussian()));
    Level level = Level.of(places(30), values, new TreeSet<>());
    assertEquals(Verdict.SLOWER, judged(level, 103.0).verdict());
    assertEquals(
        Verdict.UNCLEAR,
        SPEED
            .judge(List.of(new Trials.Entry(level, "x", 103, 1, new Spread(5, 0, 0.01, 4))))
            .getFirst()
            .verdict());
    assertEquals(
        Verdict.UNCLEAR,
        SPEED.judge(List.of(new Trials.Entry(level, "x", 102.5, 5, UNKNOWN))).getFirst().verdict());
  }

  @Test
  void tooNoisyAHistorySaysWhatItWouldTake() {
    double[] values = new double[9];
    Arrays.setAll(values, i -> 100 * Math.exp((i % 3 - 1) * 0.03));
    Judgement some = judged(Level.of(places(9), values, new TreeSet<>()), 104.0);
    assertTrue(some.reason().matches("only a change of .* runs would show 10.*"), some.reason());
    Arrays.setAll(values, i -> 100 * Math.exp((i % 3 - 1) * 0.2));
    Judgement none = judged(Level.of(places(9), values, new TreeSet<>()), 150.0);
    assertTrue(none.reason().contains("no number of runs would show 10"), none.reason());
  }

  private static Judgement judged(Level level, double value) {
    return SPEED.judge(List.of(new Trials.Entry(level, "x", value, 1, UNKNOWN))).getFirst();
  }

  private static int told(List<Judgement> judged) {
    return (int) judged.stream().filter(each -> each.verdict().isDifferent()).count();
  }

  private static Trials.Entry slower(Trials.Entry entry, double factor) {
    return new Trials.Entry(
        entry.level(), entry.since(), entry.value() * factor, entry.fewerForks(), entry.own());
  }

  private Noise correlated(double correlation) {
    return previous ->
        correlation * previous + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
  }

  /** Cases differ in how noisy they are, by a factor of about one and a half either way. */
  private List<Trials.Entry> family(int runs, double deviation, Noise noise, double factor) {
    List<Trials.Entry> entries = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      double own = deviation * Math.exp(0.4 * random.nextGaussian());
      double[] values = new double[runs];
      double rest = random.nextGaussian();
      for (int run = 0; run < runs; run++) {
        values[run] = 100 * Math.exp(own * rest);
        rest = noise.next(rest);
      }
      Level level = Level.of(places(runs), values, new TreeSet<>());
      entries.add(new Trials.Entry(level, "x", 100 * factor * Math.exp(own * rest), 1, UNKNOWN));
    }
    return entries;
  }

  private static int[] places(int runs) {
    return IntStream.range(0, runs).toArray();
  }
}
