package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether 95 % intervals hold the truth 95 times in 100; table in docs/verdicts.md. */
class CoverageTest {

  private static final int TRIALS = 4000;
  private static final int ITERATIONS = 8;

  /** Binomial noise of 4000 trials is 0.34 %, so a procedure of 95 % stays within these bounds. */
  @ParameterizedTest
  @CsvSource({
    "2, 0", "2, 0.8", "3, 0", "3, 0.3", "3, 0.8", "5, 0", "5, 0.3", "5, 0.8", "10, 0", "10, 0.8"
  })
  void studentsIntervalOfForkMeans(int forks, double betweenShare) {
    SplittableRandom random = new SplittableRandom(61);
    int held = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Spread spread = Spread.of(means(random, forks, betweenShare));
      double reach = Student.quantile(0.975, spread.degrees()) * spread.error();
      held += Math.abs(spread.mean()) <= reach ? 1 : 0;
    }
    assertBetween(0.93, 0.97, held);
  }

  /** Thirty cases whose spreads differ by a factor of about two either way. */
  @ParameterizedTest
  @CsvSource({"2, 0", "2, 0.7", "3, 0.7", "5, 0", "5, 0.7"})
  void moderatedIntervals(int forks, double unlike) {
    SplittableRandom random = new SplittableRandom(67);
    int held = 0;
    int cases = 0;
    while (cases < TRIALS) {
      java.util.List<Spread> family = new java.util.ArrayList<>();
      for (int i = 0; i < 30; i++) {
        double deviation = 0.01 * Math.exp(unlike * random.nextGaussian());
        family.add(
            Spread.of(
                random.doubles(forks).map(ignored -> deviation * random.nextGaussian()).toArray()));
      }
      Moderation moderation = Moderation.of(family);
      for (Spread each : family) {
        Spread moderated = moderation.apply(each);
        double reach = Student.quantile(0.975, moderated.degrees()) * moderated.error();
        held += Math.abs(moderated.mean()) <= reach ? 1 : 0;
        cases++;
      }
    }
    assertBetween(0.93, 0.97, (int) ((long) held * TRIALS / cases));
  }

  @ParameterizedTest
  @CsvSource({"3, 0.5", "5, 0", "5, 0.8", "10, 0.5"})
  void bootstrapOfTheMean(int forks, double betweenShare) {
    SplittableRandom random = new SplittableRandom(71);
    int held = 0;
    int trials = TRIALS / 4;
    for (int trial = 0; trial < trials; trial++) {
      TwoLevel samples = new TwoLevel(samples(random, forks, betweenShare));
      double error = samples.error(CoverageTest::mean, trial);
      double reach = Student.quantile(0.975, forks - 1) * error;
      held += Math.abs(mean(samples.samples())) <= reach ? 1 : 0;
    }
    assertBetween(0.925, 0.975, held * 4);
  }

  private static void assertBetween(double low, double high, int held) {
    double share = (double) held / TRIALS;
    assertTrue(low <= share && share <= high, "held " + share);
  }

  private static double[] means(SplittableRandom random, int forks, double betweenShare) {
    return java.util.Arrays.stream(samples(random, forks, betweenShare))
        .mapToDouble(fork -> java.util.Arrays.stream(fork).average().orElseThrow())
        .toArray();
  }

  private static double[][] samples(SplittableRandom random, int forks, double betweenShare) {
    double[][] samples = new double[forks][ITERATIONS];
    for (double[] fork : samples) {
      double own = Math.sqrt(betweenShare) * random.nextGaussian();
      for (int i = 0; i < fork.length; i++) {
        fork[i] = own + Math.sqrt(1 - betweenShare) * random.nextGaussian();
      }
    }
    return samples;
  }

  private static double mean(double[][] samples) {
    return java.util.Arrays.stream(samples)
        .flatMapToDouble(java.util.Arrays::stream)
        .average()
        .orElseThrow();
  }
}
