package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermutationTest {

  /** 2 / C(2n, n), as in the table of every textbook. */
  @ParameterizedTest
  @CsvSource({"3, 0.1", "4, 0.0285714", "5, 0.0079365", "6, 0.0021645", "7, 0.00058275"})
  void sidesWithoutOverlapReachTheLeastProbability(int forks, double expected) {
    double[] low = sequence(forks, 1);
    double[] high = sequence(forks, 100);
    assertEquals(expected, Permutation.ofRanks(low, high, 1), 1e-6);
    assertEquals(expected, Permutation.ofMeans(low, high, 1), 1e-6);
    assertEquals(expected, Permutation.least(forks, forks), 1e-6);
  }

  /** Six a side is where a table of critical values leaves others no significant result at all. */
  @Test
  void sixAgainstSixIsNoDeadZone() {
    assertTrue(Permutation.ofRanks(sequence(6, 1), sequence(6, 50), 1) < 0.005);
  }

  @Test
  void directionDoesNotMatter() {
    double[] one = {1, 5, 2, 8, 3};
    double[] other = {4, 9, 7, 6, 11};
    assertEquals(Permutation.ofRanks(one, other, 1), Permutation.ofRanks(other, one, 1), 1e-12);
    assertEquals(Permutation.ofMeans(one, other, 1), Permutation.ofMeans(other, one, 1), 1e-12);
  }

  @Test
  void equalValuesTellNothing() {
    double[] equal = {2, 2, 2, 2};
    assertEquals(1, Permutation.ofRanks(equal, equal, 1));
    assertEquals(1, Permutation.ofMeans(equal, equal, 1));
  }

  @Test
  void manyForksAreDealtByChanceWithTheSameSeedTheSameWay() {
    SplittableRandom random = new SplittableRandom(3);
    double[] one = random.doubles(30).toArray();
    double[] other = random.doubles(30).map(value -> value + 0.2).toArray();
    double found = Permutation.ofMeans(one, other, 5);
    assertEquals(found, Permutation.ofMeans(one, other, 5));
    Contrast contrast = Contrast.apart(Spread.of(one), Spread.of(other));
    assertEquals(contrast.probability(), found, 0.3 * contrast.probability() + 1e-4);
  }

  private static double[] sequence(int count, double from) {
    return java.util.stream.IntStream.range(0, count).mapToDouble(i -> from + i).toArray();
  }
}
