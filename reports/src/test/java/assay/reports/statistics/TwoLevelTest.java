package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoLevelTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.8})
  void theShareBetweenForksIsFound(double share) {
    SplittableRandom random = new SplittableRandom(11);
    double[][] samples = new double[400][10];
    for (double[] fork : samples) {
      double own = Math.sqrt(share) * random.nextGaussian();
      for (int i = 0; i < fork.length; i++) {
        fork[i] = own + Math.sqrt(1 - share) * random.nextGaussian();
      }
    }
    assertEquals(share, new TwoLevel(samples).betweenShare(), 0.06);
  }

  @Test
  void aForkCountsOnceHoweverManyIterationsItHas() {
    double[][] samples = {{1, 1, 1, 1, 1, 1, 1, 1}, {3}};
    double error =
        new TwoLevel(samples)
            .error(
                drawn ->
                    java.util.Arrays.stream(drawn)
                        .mapToDouble(fork -> java.util.Arrays.stream(fork).average().orElseThrow())
                        .average()
                        .orElseThrow(),
                1);
    assertEquals(1, error, 0.05, "standard error of two means two apart");
  }

  @Test
  void emptyForksAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TwoLevel(new double[0][]));
    assertThrows(IllegalArgumentException.class, () -> new TwoLevel(new double[][] {{1}, {}}));
  }
}
