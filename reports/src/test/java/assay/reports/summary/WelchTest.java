package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Comparison.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelchTest {

  private static final int ROWS = 30;

  private final CaseRecord made = new SampleCase(1).matmul("f32", 64, 1, 64, "v", 100, 0);

  /** Student's own quantile of three degrees of freedom, 3.182, from any table. */
  @Test
  void agreesWithTheTable() {
    double sd = 0.01;
    double[] from = {Math.exp(-sd), Math.exp(sd), 1, 1};
    double[] to = {1, 1, 1, 1};
    Welch found = Welch.of(from, to);
    double error = Math.sqrt(2 * sd * sd / 3 / 4);
    assertEquals(3, found.degrees(), 1e-9);
    assertEquals(error, found.error(), 1e-12);
    assertEquals(Math.exp(3.18245 * error), found.ratio().high(), 1e-7);
    assertEquals(1, found.ratio().estimate(), 1e-12);
  }

  @Test
  void theProbabilityIsOneInTwentyWhereTheIntervalMeetsTheThreshold() {
    Welch found = Welch.of(new double[] {10, 10.1, 10.2, 9.9}, new double[] {9, 9.2, 9.1, 9.05});
    assertEquals(0.05, found.probabilityWithin(found.ratio().low()), 1e-9);
    assertTrue(found.probabilityWithin(1.02) < 0.001);
    assertEquals(1, found.probabilityWithin(2), 1e-9);
  }

  @Test
  void forksWithoutAnySpreadAreComparedAsTheyAre() {
    Welch found = Welch.of(new double[] {10, 10}, new double[] {10, 10});
    assertEquals(1, found.ratio().estimate());
    assertEquals(1, found.probabilityWithin(1.02));
  }

  /**
   * Families of thirty rows: of those without a change, at most one in twenty may say otherwise.
   */
  @ParameterizedTest
  @CsvSource({"2, 0.003", "2, 0.03", "3, 0.01", "4, 0.01", "5, 0.003", "5, 0.03", "10, 0.05"})
  void runsOfTheSameBuildAreSeldomCalledDifferent(int forks, double spread) {
    SplittableRandom random = new SplittableRandom(41);
    int alarms = 0;
    for (int trial = 0; trial < 100; trial++) {
      alarms += told(forks, () -> spread * random.nextGaussian(), 1) > 0 ? 1 : 0;
    }
    assertTrue(alarms <= 8, alarms + " of 100");
  }

  /** A JIT that compiles one fork in three to code that takes a quarter longer. */
  @ParameterizedTest
  @CsvSource({"2", "3"})
  void twoWaysOfCompilingAreNoDifferenceBetweenFewForks(int forks) {
    SplittableRandom random = new SplittableRandom(43);
    DoubleSupplier noise =
        () -> (random.nextInt(3) == 0 ? 0.22 : 0) + 0.002 * random.nextGaussian();
    int alarms = 0;
    for (int trial = 0; trial < 100; trial++) {
      alarms += told(forks, noise, 1) > 0 ? 1 : 0;
    }
    assertTrue(alarms <= 2, alarms + " of 100");
  }

  @ParameterizedTest
  @CsvSource({"5, 1.06, 0.005", "10, 1.04, 0.005", "2, 3, 0.01"})
  void whatMattersIsSeen(int forks, double ratio, double spread) {
    SplittableRandom random = new SplittableRandom(47);
    int seen = 0;
    for (int trial = 0; trial < 20; trial++) {
      seen += told(forks, () -> spread * random.nextGaussian(), ratio);
    }
    assertTrue(seen >= 18 * ROWS, seen + " of " + 20 * ROWS);
  }

  /** The promise behind "could see": four times in five, alone among the rows. */
  @Test
  void theDetectableChangeIsSeenFourTimesInFive() {
    SplittableRandom random = new SplittableRandom(53);
    DoubleSupplier noise = () -> 0.01 * random.nextGaussian();
    double detectable = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      detectable += rows(8, noise, 1).getFirst().detectable().orElseThrow() / trials;
    }
    int seen = 0;
    for (int trial = 0; trial < trials; trial++) {
      List<CaseRecord> baseline = new ArrayList<>();
      List<CaseRecord> contender = new ArrayList<>();
      for (int row = 0; row < ROWS; row++) {
        baseline.add(measured(row, 8, noise, row == 0 ? detectable : 1));
        contender.add(measured(row, 8, noise, 1));
      }
      seen += compared(baseline, contender).getFirst().verdict() == Verdict.FASTER ? 1 : 0;
    }
    assertEquals(0.8, (double) seen / trials, 0.08);
  }

  private int told(int forks, DoubleSupplier noise, double ratio) {
    return (int)
        rows(forks, noise, ratio).stream()
            .filter(row -> row.verdict() == Verdict.FASTER || row.verdict() == Verdict.SLOWER)
            .count();
  }

  private List<Comparison.Row> rows(int forks, DoubleSupplier noise, double ratio) {
    List<CaseRecord> baseline = new ArrayList<>();
    List<CaseRecord> contender = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      baseline.add(measured(row, forks, noise, ratio));
      contender.add(measured(row, forks, noise, 1));
    }
    return compared(baseline, contender);
  }

  private static List<Comparison.Row> compared(
      List<CaseRecord> baseline, List<CaseRecord> contender) {
    return Comparison.ofRuns(
            RunSummary.of(SampleRun.of(baseline, "cpu")),
            RunSummary.of(SampleRun.of(contender, "cpu")))
        .rows();
  }

  private CaseRecord measured(int row, int forks, DoubleSupplier noise, double factor) {
    List<ForkRecord> all = new ArrayList<>();
    for (int round = 0; round < forks; round++) {
      long nanos = Math.round(1e9 * factor * Math.exp(noise.getAsDouble()));
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
