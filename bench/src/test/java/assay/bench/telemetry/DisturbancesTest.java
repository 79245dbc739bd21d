package assay.bench.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.state.LoadSources;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class DisturbancesTest {

  private static final int CORES = 2;

  /** Eight windows of half a second, a tenth of a second apart. */
  private static final List<Window> WINDOWS = windows(8, 0.5);

  private static List<Window> windows(int count, double seconds) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double from = i * (seconds + 0.1);
      windows.add(
          new Window(
              Math.round(from * Recordings.SECOND),
              Math.round((from + seconds) * Recordings.SECOND)));
    }
    return windows;
  }

  private static Trace counter(String id, DoubleUnaryOperator value) {
    return Recordings.trace(Recordings.channel(id, Measure.TIME), 0, 10, 0.02, value);
  }

  /**
   * @param stolen CPU seconds by time
   * @param foreign likewise
   */
  private static Recording host(DoubleUnaryOperator stolen, DoubleUnaryOperator foreign) {
    return Recordings.of(
        counter(LoadSources.ALL, t -> CORES * t),
        counter(LoadSources.STEAL, stolen),
        counter(LoadSources.OWN, t -> 1.5 * t),
        counter(LoadSources.BUSY, t -> 1.5 * t + foreign.applyAsDouble(t)));
  }

  /** Grows only within the third window, 1.2 s to 1.7 s. */
  private static double inThird(double t, double perSecond) {
    return perSecond * Math.clamp(t - 1.2, 0, 0.5);
  }

  @Test
  void aQuietMachineHasNone() {
    var seen = new Disturbances(host(t -> 0.02 * t, t -> 0.05 * t));
    assertEquals(List.of("", "", "", "", "", "", "", ""), seen.of(WINDOWS));
    assertEquals(List.of(), seen.doubt(WINDOWS));
  }

  @Test
  void timeStolenInOneWindowIsItsOwn() {
    List<String> reasons = new Disturbances(host(t -> inThird(t, 0.6), t -> 0)).of(WINDOWS);
    assertEquals("the hypervisor took 30 % of the CPU time", reasons.get(2));
    assertEquals(7, reasons.stream().filter(String::isEmpty).count());
  }

  @Test
  void otherProgramsAreToldFromThisOne() {
    List<String> reasons = new Disturbances(host(t -> 0, t -> inThird(t, 0.5))).of(WINDOWS);
    assertEquals("other programs took 25 % of the CPU time", reasons.get(2));
    assertEquals(7, reasons.stream().filter(String::isEmpty).count());
  }

  @Test
  void ofAMachineThatIsNeverQuietNothingIsLeftOut() {
    var seen = new Disturbances(host(t -> 0.5 * t, t -> 0));
    assertTrue(seen.of(WINDOWS).stream().allMatch(String::isEmpty));
    assertEquals(
        List.of(
            "disturbed: 8 of 8 iterations, the first because the hypervisor took 25 % of the CPU"
                + " time"),
        seen.doubt(WINDOWS));
  }

  /** Two windows of 40 ms hold eight ticks; one of them could be anybody's. */
  @Test
  void whatIsTooShortForTheKernelsClockIsNotJudged() {
    List<Window> brief = windows(3, 0.04);
    var seen = new Disturbances(host(t -> t, t -> 0));
    assertTrue(seen.of(brief).stream().allMatch(String::isEmpty));
    assertEquals(List.of(), seen.doubt(brief));
  }

  @Test
  void heatIsADisturbanceAndAPowerLimitIsNot() {
    Trace heat =
        Recordings.trace(
            Recordings.channel("throttle/package", Measure.EVENTS),
            0,
            10,
            0.1,
            t -> t < 1.4 ? 3 : 4);
    Trace limit =
        Recordings.trace(
            Recordings.channel("nvml/power-limit", Measure.CAPPED), 0, 10, 0.1, t -> t);
    List<String> reasons = new Disturbances(Recordings.of(heat, limit)).of(WINDOWS);
    assertEquals("throttled: throttle/package (throttle/package) counted up", reasons.get(2));
    assertEquals(7, reasons.stream().filter(String::isEmpty).count());
  }

  @Test
  void withoutCountersNothingIsSaid() {
    assertTrue(new Disturbances(Recordings.of()).of(WINDOWS).stream().allMatch(String::isEmpty));
  }
}
