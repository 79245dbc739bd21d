package assay.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreivaldsTest {

  private static double share(Problem problem, float[] result, long seed) {
    return Freivalds.of(problem.spec(), problem.inputs(), Arithmetic.FLOAT32, seed)
        .check(result)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theRightResultPassesWithAnySeed(long seed) {
    Problem problem = Problem.random(300, 3, 2048, 20);
    double share = share(problem, problem.result(), seed);
    assertTrue(share <= 1, "at " + share);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 299, 300, 555, 899})
  void oneOutputLeftOutIsFound(int index) {
    Problem problem = Problem.random(300, 3, 2048, 21);
    float[] result = problem.result();
    result[index] = 0;
    assertTrue(share(problem, result, 7) > 1);
  }

  @Test
  void twoOutputsSwappedAreFoundByOneOfTwoSeeds() {
    Problem problem = Problem.random(300, 1, 2048, 22);
    float[] result = problem.result();
    float kept = result[10];
    result[10] = result[200];
    result[200] = kept;
    double largest = 0;
    for (long seed = 1; seed <= 8; seed++) {
      largest = Math.max(largest, share(problem, result, seed));
    }
    assertTrue(largest > 1, "at " + largest);
  }

  @Test
  void aNanInTheResultIsWrong() {
    Problem problem = Problem.random(30, 2, 64, 23);
    float[] result = problem.result();
    result[17] = Float.NaN;
    assertEquals(Double.POSITIVE_INFINITY, share(problem, result, 1));
  }

  @Test
  void nothingIsSaidOfWeightsThatAreNotFinite() {
    Problem problem = Problem.of(4, 1, 8, i -> i == 5 ? Double.POSITIVE_INFINITY : 1, i -> 1);
    var check = Freivalds.of(problem.spec(), problem.inputs(), Arithmetic.FLOAT32, 1);
    assertTrue(check.check(problem.result()).isEmpty());
  }
}
