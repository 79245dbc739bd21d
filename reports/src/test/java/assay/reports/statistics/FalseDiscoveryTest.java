package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {

  /** Worked by hand: at 0.05 the four may reach 0.0125, 0.025, 0.0375 and 0.05. */
  @Test
  void theLargestThatReachesItsShareDecides() {
    assertEquals(0.05, FalseDiscovery.level(new double[] {0.01, 0.04, 0.03, 0.005}, 0.05), 1e-12);
    assertEquals(0.025, FalseDiscovery.level(new double[] {0.01, 0.06, 0.04, 0.02}, 0.05), 1e-12);
  }

  @Test
  void aFamilyOfOneIsLeftAlone() {
    assertEquals(0.05, FalseDiscovery.level(new double[] {0.05}, 0.05), 1e-12);
    assertEquals(0, FalseDiscovery.level(new double[] {0.051}, 0.05));
  }

  @Test
  void withoutTestsNoneCounts() {
    assertEquals(0, FalseDiscovery.level(new double[0], 0.05));
  }

  @Test
  void theOrderDoesNotMatterAndStaysAsItWas() {
    double[] probabilities = {0.9, 0.001, 0.5};
    assertEquals(0.05 / 3, FalseDiscovery.level(probabilities, 0.05), 1e-12);
    assertEquals(0.9, probabilities[0]);
  }
}
