package assay.reports.change.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.change.Looks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short simulation: what docs/change-points.md says, within what 400 series can tell. */
class TrialsTest {

  private static final int SERIES = 400;
  private static final long SEED = 20260;

  private static final Trials TRIALS = new Trials(SERIES, SEED, 0.01);

  /**
   * 11 or more of 400 have a chance of 0.3 % at a rate of 1 %; at Otava's 7 %, 17 or more nearly
   * surely.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AR_7")
  void noiseIsNoChange(Noise noise) {
    Tally alarms = TRIALS.falseAlarms(noise, 100);
    int allowed = noise == Noise.AR_5 ? 17 : 11;
    assertTrue(alarms.hits() < allowed, noise + ": " + alarms + " with seed " + SEED);
  }

  @Test
  void looksAfterEveryAppendShareTheRate() {
    Tally alarms = new Trials(200, SEED, 0.01).falseAlarmsOfAppends(Noise.GAUSS, 60, Looks.EVERY);
    assertTrue(alarms.hits() < 8, alarms + " with seed " + SEED);
  }

  @Test
  void stepsAreFoundBothWays() {
    for (int sign : new int[] {1, -1}) {
      Trials.Power power = TRIALS.power(3 * sign, 2, Looks.ONCE);
      assertTrue(power.hit().high() > 0.76, power + " with seed " + SEED);
      power = TRIALS.power(2 * sign, 10, Looks.ONCE);
      assertTrue(power.everFound().high() > 0.95, power + " with seed " + SEED);
      assertTrue(power.medianError() <= 1, power + " with seed " + SEED);
    }
  }

  @Test
  void intervalsHaveTheirEnds() {
    assertEquals(0, new Tally(0, 100).low());
    assertEquals(1, new Tally(100, 100).high());
    assertEquals(0.03621, new Tally(0, 100).high(), 1e-5);
  }
}
