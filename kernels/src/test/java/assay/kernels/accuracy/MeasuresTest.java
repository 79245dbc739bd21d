package assay.kernels.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.reference.Truth;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static Measures measure(double[] truth, double tolerance, float... result) {
    int[] outputs = new int[truth.length];
    double[] magnitudes = new double[truth.length];
    double[] tolerances = new double[truth.length];
    for (int i = 0; i < truth.length; i++) {
      outputs[i] = i;
      magnitudes[i] = 10;
      tolerances[i] = tolerance;
    }
    return Measures.of(
        new Truth(
            outputs, truth, magnitudes, tolerances, truth, tolerances, Double.POSITIVE_INFINITY),
        result);
  }

  @Test
  void figuresOfASmallCase() {
    Measures measures = measure(new double[] {3, 4}, 1, 3, 4.5f);
    assertEquals(0.25 / 25, measures.nmse());
    assertEquals(0.05, measures.maxRelative());
    assertEquals(0.5 / Math.ulp(4f), measures.maxUlp());
    assertEquals(0.5, measures.maxOfTolerance());
    assertEquals(1, measures.worst());
    assertEquals((9 + 18) / (5 * Math.sqrt(9 + 20.25)), measures.cosine(), 1e-15);
    assertTrue(measures.isWithinTolerance());
  }

  @Test
  void oneOutputOutsideItsToleranceIsEnough() {
    Measures measures = measure(new double[] {1, 2, 3, 4}, 0.125, 1, 2.25f, 3, 4);
    assertFalse(measures.isWithinTolerance());
    assertEquals(0.25, measures.mismatchShare());
    assertEquals(1, measures.worst());
    assertEquals(2, measures.maxOfTolerance());
  }

  @Test
  void anExactResultOfZerosHasNoError() {
    Measures measures = measure(new double[] {0, 0}, 0, 0f, -0f);
    assertEquals(0, measures.nmse());
    assertEquals(1, measures.cosine());
    assertTrue(measures.isWithinTolerance());
  }

  @Test
  void anErrorWhereNoneIsAllowedCounts() {
    Measures measures = measure(new double[] {0, 1}, 0, 1e-30f, 1);
    assertEquals(Double.POSITIVE_INFINITY, measures.maxOfTolerance());
    assertEquals(0.5, measures.mismatchShare());
  }

  @Test
  void notFiniteIsWrongUnlessTheTruthIsSoToo() {
    assertEquals(1, measure(new double[] {1, 2}, 9, Float.NaN, 2).nonFinite());
    assertEquals(1, measure(new double[] {1}, 9, Float.POSITIVE_INFINITY).nonFinite());
    assertEquals(1, measure(new double[] {Double.NaN}, 9, 1).nonFinite());
    assertEquals(
        1,
        measure(new double[] {Double.POSITIVE_INFINITY}, 9, Float.NEGATIVE_INFINITY).nonFinite());
    assertTrue(measure(new double[] {Double.NaN}, 0, Float.NaN).isWithinTolerance());
    assertTrue(measure(new double[] {-1e39}, 0, Float.NEGATIVE_INFINITY).isWithinTolerance());
  }

  @Test
  void nothingComparedIsNothingWrong() {
    Measures measures = measure(new double[0], 0);
    assertEquals(0, measures.outputs());
    assertEquals(-1, measures.worst());
    assertTrue(measures.isWithinTolerance());
  }
}
