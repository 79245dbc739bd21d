package assay.probe.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EpochClockTest {

  private long nanos = 5_000_000_000L;
  private long micros = 1_700_000_000_000_000L;

  private final EpochClock clock = new EpochClock(() -> micros, () -> nanos);

  private void pass(long passedNanos, long passedMicros) {
    nanos += passedNanos;
    micros += passedMicros;
  }

  @Test
  void stampsComeToStandOnTheOtherClock() {
    assertEquals(nanos, clock.nanos(micros));
    assertEquals(nanos - 3_000_000, clock.nanos(micros - 3000));
  }

  @Test
  void aClockThatIsSteeredStaysTogether() {
    for (int i = 0; i < 100; i++) {
      pass(10_000_000_000L, 10_005_000);
      assertTrue(clock.refresh());
      assertEquals(nanos, clock.nanos(micros));
    }
  }

  @Test
  void aClockThatIsSetIsNoticedOnce() {
    pass(100_000_000, 100_000 + 3_600_000_000L);
    assertFalse(clock.refresh());
    assertEquals(nanos, clock.nanos(micros));
    pass(100_000_000, 100_000);
    assertTrue(clock.refresh());
    pass(100_000_000, -50_000);
    assertFalse(clock.refresh());
  }
}
