package assay.reports.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ContrastTest {

  /** Student's quantile of three degrees of freedom, 3.182, from any table. */
  @Test
  void agreesWithTheTable() {
    double sd = 0.01;
    Spread from = Spread.of(new double[] {-sd, sd, 0, 0});
    Spread to = Spread.of(new double[] {0, 0, 0, 0});
    Contrast found = Contrast.apart(from, to);
    double error = Math.sqrt(2 * sd * sd / 3 / 4);
    assertEquals(3, found.degrees(), 1e-6);
    assertEquals(error, found.error(), 1e-9);
    assertEquals(3.18245 * error, found.reach(0.95), 1e-7);
  }

  @Test
  void theProbabilityIsOneInTwentyWhereTheIntervalMeetsZero() {
    Contrast found = new Contrast(1, 1 / Student.quantile(0.975, 7), 7);
    assertEquals(1, found.reach(0.95), 1e-9);
    assertEquals(0.05, found.probability(), 1e-9);
  }

  @Test
  void samenessNeedsANarrowIntervalAroundZero() {
    assertTrue(new Contrast(0, 0.001, 8).probabilityOfDifference(0.02) < 1e-6);
    assertEquals(0.5, new Contrast(0.02, 0.001, 8).probabilityOfDifference(0.02), 1e-9);
    assertTrue(new Contrast(0, 0.05, 8).probabilityOfDifference(0.02) > 0.3, "too noisy to say");
  }

  @Test
  void driftThatBothSidesSawIsNotNoise() {
    double[] first = {1.0, 1.3, 1.1, 1.6, 1.2};
    double[] differences = {0.03, 0.031, 0.029, 0.03, 0.03};
    double[] second = new double[5];
    for (int i = 0; i < 5; i++) {
      second[i] = first[i] - differences[i];
    }
    Contrast turns = Contrast.inTurns(Spread.of(differences));
    Contrast apart = Contrast.apart(Spread.of(first), Spread.of(second));
    assertEquals(turns.effect(), apart.effect(), 1e-12);
    assertTrue(turns.probability() < 1e-5 && apart.probability() > 0.5);
  }

  @Test
  void oneObservationHasNoSpread() {
    Spread one = Spread.of(new double[] {3});
    assertThrows(IllegalArgumentException.class, () -> Contrast.apart(one, one));
    assertThrows(IllegalArgumentException.class, () -> Contrast.inTurns(one));
  }
}
