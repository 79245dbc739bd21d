package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.probe.ClockReason;
import assay.probe.GpuState;
import assay.probe.Reading;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GpuWatchTest {

  private static final long SECOND = 1_000_000_000;

  /** Between the two windows of one second the GPU is capped all the time, which is no matter. */
  @Test
  void sharesAreOfTheWatchedTime() {
    Map<String, Reading<Double>> readings =
        watch(
            state(0, 1980, 0, Set.of()),
            state(SECOND, 1755, SECOND / 2, Set.of()),
            state(3 * SECOND, 1980, 5 * SECOND / 2, Set.of()),
            state(4 * SECOND, 1980, 5 * SECOND / 2, Set.of(ClockReason.POWER_CAP)));
    assertEquals(0.25, value(readings, "gpu.throttle.share.power-cap"), 1e-9);
    assertEquals(1, value(readings, "gpu.throttle.events"));
    assertEquals(1755e6, value(readings, "gpu.clock.min"));
    assertEquals(20, value(readings, "gpu.energy"));
    assertFalse(readings.containsKey("gpu.throttle.seen.power-cap"), "its counter knows better");
  }

  @Test
  void whatIsNotCountedIsSeen() {
    Set<ClockReason> slowed = Set.of(ClockReason.HARDWARE_SLOWDOWN, ClockReason.SET_CLOCKS);
    Map<String, Reading<Double>> readings =
        watch(
            state(0, 1980, 0, slowed),
            state(SECOND, 990, 0, slowed),
            state(2 * SECOND, 1980, 0, Set.of()),
            state(3 * SECOND, 1980, 0, slowed));
    assertEquals(2, value(readings, "gpu.throttle.seen.hardware-slowdown"));
    assertFalse(readings.containsKey("gpu.throttle.seen.set-clocks"), "the user's wish");
    assertEquals(0, value(readings, "gpu.throttle.share.power-cap"));
    assertEquals(2, value(readings, "gpu.throttle.events"));
  }

  @Test
  void whatNobodyKnowsHasAReason() {
    GpuState unknown = GpuState.unknown(Reading.absent("no driver"));
    Map<String, Reading<Double>> readings = watch(unknown, unknown, unknown, unknown);
    assertEquals(8, readings.size(), readings.toString());
    readings.values().forEach(each -> assertEquals(Reading.absent("no driver"), each));
  }

  @Test
  void onlyDevicesOnPciAreWatched() {
    assertTrue(GpuWatch.of(Device.CPU).isEmpty());
    assertTrue(GpuWatch.of(on("")).isEmpty());
    GpuWatch nobodys = GpuWatch.of(on("ffff:ff:1f.0")).orElseThrow();
    nobodys.begin();
    nobodys.end();
    Map<String, Reading<Double>> readings = new TreeMap<>();
    nobodys.addTo(readings);
    assertFalse(readings.get("gpu.throttle.events").isPresent(), readings.toString());
  }

  private static Device on(String address) {
    return new Device("gpu0", "a GPU", Optional.of(new DeviceMemory(address, 8, 8, 0)));
  }

  private static Map<String, Reading<Double>> watch(GpuState... states) {
    Queue<GpuState> left = new ArrayDeque<>(List.of(states));
    GpuWatch watch = new GpuWatch(left::remove);
    while (!left.isEmpty()) {
      watch.begin();
      watch.end();
    }
    Map<String, Reading<Double>> readings = new TreeMap<>();
    watch.addTo(readings);
    return readings;
  }

  private static double value(Map<String, Reading<Double>> readings, String quantity) {
    return readings.get(quantity).asOptional().orElseThrow();
  }

  /** Ten joules a second, and a counter of the power cap only. */
  private static GpuState state(
      long nanos, double megahertz, long cappedNanos, Set<ClockReason> reasons) {
    return new GpuState(
        nanos,
        Reading.of(megahertz, "MHz", "a test"),
        Reading.of(3200.0, "MHz", "a test"),
        Reading.of(50.0, "°C", "a test"),
        Reading.of(700.0, "W", "a test"),
        Reading.of(300.0, "W", "a test"),
        Reading.of(300.0, "W", "a test"),
        Reading.of(nanos * 1e-8, "J", "a test"),
        Reading.of(reasons, "", "a test"),
        Reading.of(
            new GpuState.Counters(nanos, Map.of(ClockReason.POWER_CAP, cappedNanos)), "", "a test"),
        Reading.of(0L, "", "a test"),
        Reading.of(0L, "", "a test"));
  }
}
