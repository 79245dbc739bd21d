package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {

  /** Worked by hand: p * m / rank, from the largest down never growing. */
  @Test
  void adjustsAsBenjaminiAndHochbergDo() {
    double[] found = FalseDiscovery.adjusted(new double[] {0.01, 0.04, 0.03, 0.005});
    assertArrayEquals(new double[] {0.02, 0.04, 0.04, 0.02}, found, 1e-12);
  }

  @Test
  void aFamilyOfOneIsLeftAlone() {
    assertArrayEquals(new double[] {0.3}, FalseDiscovery.adjusted(new double[] {0.3}), 1e-15);
    assertArrayEquals(new double[0], FalseDiscovery.adjusted(new double[0]));
  }

  @Test
  void nothingExceedsOne() {
    double[] found = FalseDiscovery.adjusted(new double[] {0.9, 0.99, 1});
    assertArrayEquals(new double[] {1, 1, 1}, found, 1e-12);
  }
}
