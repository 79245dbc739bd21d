package assay.probe.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final Channel COUNTER =
      Channel.of("nvml/energy", "", Measure.ENERGY, Scope.BOARD, "0000:01:00.0", "a test")
          .updatedEvery(0.1, "a test");

  /** One reading a second. */
  private static Trace trace(Channel channel, double... joules) {
    long[] nanos = new long[joules.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = i * 1_000_000_000L;
    }
    return new Trace(channel, nanos, joules, List.of());
  }

  private static double watts(Trace trace) {
    Reading<Double> watts = Growth.watts(trace);
    assertTrue(watts.isPresent(), watts::toString);
    return watts.asOptional().orElseThrow();
  }

  @Test
  void aShortTimeHasAGrowthThoughItsEndsLeaveTooMuchOpen() {
    assertEquals(400, watts(trace(COUNTER, 1000, 1400, 1790, 2200)), 1e-9);
  }

  @Test
  void aWrapIsUndoneWhereTheRangeIsKnown() {
    Channel wrapping = COUNTER.wrappingAt(3000, "a test");
    assertEquals(300, watts(trace(wrapping, 2500, 2800, 100, 400)), 1e-9);
    assertTrue(
        Reading.why(Growth.watts(trace(COUNTER, 2500, 2800, 100, 400))).contains("went back"));
  }

  @Test
  void whatDoesNotCountOrWasReadOnceTellsNothing() {
    assertTrue(Growth.watts(trace(COUNTER, 7, 7, 7)).isUnresolved());
    assertTrue(Growth.watts(trace(COUNTER, 7)).isUnresolved());
    assertFalse(Growth.watts(trace(COUNTER)).isPresent());
  }
}
