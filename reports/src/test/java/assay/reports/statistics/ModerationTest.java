package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often two measurements of the same thirty cases pass a test at 0.01. */
class ModerationTest {

  private static final int CASES = 30;
  private static final int FAMILIES = 2000;
  private static final long SEED = 83;

  private record Pair(Spread one, Spread other) {}

  /** Of 60,000 tests 600 are expected, give or take 25. */
  @ParameterizedTest
  @CsvSource({"3, 4", "3, 8", "5, 4", "5, 20", "10, 4"})
  void whatAllCasesTellIsCountedOnceForTwoSides(int forks, int alike) {
    double share = told(forks, alike, Moderation::ofOneSide);
    assertTrue(share <= 0.0105, share + " of tests pass 0.01, seed " + SEED);
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "3, 8", "5, 4"})
  void countedTwiceItWouldTellTooMuch(int forks, int alike) {
    double share = told(forks, alike, whole -> whole);
    assertTrue(share > 0.0112, share + " of tests pass 0.01, seed " + SEED);
  }

  private static double told(int forks, int alike, UnaryOperator<Moderation> share) {
    SplittableRandom random = new SplittableRandom(SEED);
    int told = 0;
    for (int family = 0; family < FAMILIES; family++) {
      List<Pair> pairs = pairs(random, forks, alike);
      Moderation one = share.apply(Moderation.of(pairs.stream().map(Pair::one).toList()));
      Moderation other = share.apply(Moderation.of(pairs.stream().map(Pair::other).toList()));
      for (Pair each : pairs) {
        Contrast found = Contrast.apart(one.apply(each.one()), other.apply(each.other()));
        told += found.probability() <= 0.01 ? 1 : 0;
      }
    }
    return (double) told / (CASES * FAMILIES);
  }

  /**
   * @param alike degrees of freedom of the distribution that the cases' variances are drawn from
   */
  private static List<Pair> pairs(SplittableRandom random, int forks, int alike) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      double squares = 0;
      for (int j = 0; j < alike; j++) {
        squares += Math.pow(random.nextGaussian(), 2);
      }
      double deviation = 0.01 * Math.sqrt(alike / squares);
      pairs.add(new Pair(measured(random, forks, deviation), measured(random, forks, deviation)));
    }
    return pairs;
  }

  private static Spread measured(SplittableRandom random, int forks, double deviation) {
    return Spread.of(
        random.doubles(forks).map(ignored -> deviation * random.nextGaussian()).toArray());
  }
}
