package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void theEstimateIsTheMedianOfForkMeans() {
    ForkSamples samples =
        new ForkSamples(
            new long[][] {{1, 3}, {2, 2}, {1, 1}}, new long[][] {{100, 100}, {400, 400}, {70, 70}});
    assertEquals(70, Bootstrap.nanosPerOp(samples, 1).estimate(), 1e-12);
  }

  @Test
  void anEvenNumberOfForksMeetsInTheMiddle() {
    ForkSamples samples = new ForkSamples(new long[][] {{1}, {1}}, new long[][] {{10}, {30}});
    Interval interval = Bootstrap.nanosPerOp(samples, 1);
    assertEquals(new Interval(10, 20, 30), interval);
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    ForkSamples samples = forks(new SplittableRandom(5), 4, 5, 0.03, 0.02);
    assertEquals(Bootstrap.nanosPerOp(samples, 9), Bootstrap.nanosPerOp(samples, 9));
  }

  @Test
  void oneSteadyForkHasNoWidth() {
    ForkSamples samples = new ForkSamples(new long[][] {{1, 1}}, new long[][] {{50, 50}});
    assertEquals(new Interval(50, 50, 50), Bootstrap.nanosPerOp(samples, 1));
  }

  /** Pooling iterations would make the interval several times too narrow here. */
  @Test
  void spreadBetweenForksWidensTheInterval() {
    SplittableRandom random = new SplittableRandom(17);
    double apart = Bootstrap.nanosPerOp(forks(random, 10, 20, 0.05, 0.001), 1).relativeHalfWidth();
    double alike = Bootstrap.nanosPerOp(forks(random, 10, 20, 0, 0.001), 1).relativeHalfWidth();
    assertTrue(apart > 20 * alike, apart + " against " + alike);
  }

  @Test
  void tenForksCoverTheTruthAboutAsOftenAsPromised() {
    SplittableRandom random = new SplittableRandom(23);
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      Interval found = Bootstrap.nanosPerOp(forks(random, 10, 5, 0.02, 0.01), trial);
      covered += found.low() <= 1e6 && 1e6 <= found.high() ? 1 : 0;
    }
    assertTrue(covered >= 176 && covered <= 199, covered + " of 200");
  }

  private static ForkSamples forks(
      SplittableRandom random, int forks, int iterations, double between, double within) {
    long[][] operations = new long[forks][iterations];
    long[][] nanos = new long[forks][iterations];
    for (int fork = 0; fork < forks; fork++) {
      double mean = 1e6 * Math.exp(between * random.nextGaussian());
      for (int i = 0; i < iterations; i++) {
        operations[fork][i] = 100;
        nanos[fork][i] = Math.round(100 * mean * Math.exp(within * random.nextGaussian()));
      }
    }
    return new ForkSamples(operations, nanos);
  }
}
