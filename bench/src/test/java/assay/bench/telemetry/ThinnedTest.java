package assay.bench.telemetry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Trace;
import assay.reports.record.Telemetry.Strip;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThinnedTest {

  private static final Channel POWER = Recordings.channel("power", Measure.POWER);

  @Test
  void manyPointsBecomeMeansOfTheSameArea() {
    Trace ramp = Recordings.trace(POWER, 0, 100, 0.01, t -> t);
    Strip strip = Thinned.of(ramp, 0);
    assertEquals(Thinned.MOST_POINTS, strip.seconds().length);
    assertEquals(50, Arrays.stream(strip.values()).average().orElseThrow(), 0.1);
    assertArrayEquals(strip.seconds(), strip.values(), 0.01);
  }

  @Test
  void aCounterBecomesItsRateAcrossItsWrap() {
    Channel energy = Recordings.channel("energy", Measure.ENERGY).wrappingAt(100, "a test");
    Strip strip = Thinned.of(Recordings.trace(energy, 0, 5, 1, t -> (90 + 4 * t) % 100), 0);
    assertArrayEquals(new double[] {4, 4, 4, 4, 4}, strip.values(), 1e-9);
    assertArrayEquals(new double[] {0.5, 1.5, 2.5, 3.5, 4.5}, strip.seconds(), 1e-9);
  }

  @Test
  void ofBitsTheHighestIsKept() {
    Channel level = Recordings.channel("reasons", Measure.LEVEL);
    Strip strip = Thinned.of(Recordings.trace(level, 0, 100, 0.1, t -> t == 50 ? 8 : 0), 0);
    assertEquals(8, Arrays.stream(strip.values()).max().orElseThrow());
  }

  @Test
  void aSensorThatWentSilentSaysWhy() {
    Trace whole = Recordings.trace(POWER, 0, 1, 0.5, t -> t);
    var gap = new Trace.Gap(2_000_000_000L, "absent: no file any more");
    var ended = new Trace(POWER, whole.nanos(), whole.values(), List.of(gap));
    assertEquals("absent: no file any more", Thinned.of(ended, 0).ended());
    var early = new Trace.Gap(100, "absent: not yet");
    var fine = new Trace(POWER, whole.nanos(), whole.values(), List.of(early));
    assertEquals("", Thinned.of(fine, 0).ended());
  }

  @Test
  void nothingIsNoPoint() {
    Strip strip = Thinned.of(new Trace(POWER, new long[0], new double[0], List.of()), 0);
    assertTrue(strip.seconds().length == 0 && strip.ended().isEmpty());
  }
}
