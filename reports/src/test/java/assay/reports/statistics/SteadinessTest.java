package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadinessTest {

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void aWarmUpThatIsNotOver() {
    String fault = fault(i -> 1 + 0.5 * Math.exp(-i / 6.0)).orElseThrow();
    assertTrue(fault.startsWith("warm-up was not over"), fault);
  }

  @Test
  void aForkThatGetsSlower() {
    String fault = fault(i -> 1 + 0.02 * i).orElseThrow();
    assertTrue(fault.startsWith("it drifted"), fault);
  }

  @Test
  void twoSpeeds() {
    String fault = fault(i -> i * 7 % 3 == 0 ? 1.2 : 1).orElseThrow();
    assertTrue(fault.startsWith("it had two speeds"), fault);
  }

  @Test
  void aSingleSpikeIsNoMode() {
    assertEquals(Optional.empty(), fault(i -> i == 9 ? 3 : 1));
  }

  @Test
  void aDriftTooSmallToMatter() {
    assertEquals(Optional.empty(), fault(i -> 1 + 0.001 * i));
  }

  @Test
  void noiseAlone() {
    int faults = 0;
    for (int fork = 0; fork < 1000; fork++) {
      double[] nanos =
          IntStream.range(0, 15).mapToDouble(i -> Math.exp(0.05 * random.nextGaussian())).toArray();
      faults += Steadiness.fault(nanos).isPresent() ? 1 : 0;
    }
    assertTrue(faults <= 8, faults + " of 1000");
  }

  @Test
  void tooFewToSay() {
    assertEquals(Optional.empty(), Steadiness.fault(new double[] {1, 2, 3, 4, 5}));
    assertEquals(Optional.empty(), Steadiness.fault(new double[0]));
  }

  @Test
  void outliersAreNamed() {
    double[] values = {10, 11, 10.5, 9.8, 40, 10.2};
    assertEquals(4, Quantiles.outliers(values)[0]);
    assertEquals(0, Quantiles.outliers(new double[] {5, 5, 5, 5}).length);
  }

  private Optional<String> fault(IntToDoubleFunction shape) {
    return Steadiness.fault(
        IntStream.range(0, 20)
            .mapToDouble(i -> shape.applyAsDouble(i) * Math.exp(0.005 * random.nextGaussian()))
            .toArray());
  }
}
