package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.probe.HostState;
import assay.probe.Reading;
import assay.probe.state.CpuTicks;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class HardwareWatchTest {

  private static final Reading<Long> OWN = Reading.of(0L, "", "a test");

  /** Two busy ticks of others in each window, 900 of them between the two. */
  @Test
  void whatHappensBetweenWindowsIsNobodysDisturbance() {
    HardwareWatch watch =
        watch(state(0, 0, 60), state(100, 98, 65), state(1000, 98, 90), state(1100, 196, 70));
    watch.begin();
    watch.begin();
    watch.end();
    watch.begin();
    watch.end();
    watch.end();
    Map<String, Reading<Double>> readings = watch.readings();
    assertEquals(0.02, value(readings, "cpu.foreign"), 1e-9);
    assertEquals(90, value(readings, "temperature.max"));
    assertEquals(2.6e9, value(readings, "clock.min"));
  }

  /** A short window may see no tick of the clock; the others still tell. */
  @Test
  void aWindowWithoutAValueIsLeftOut() {
    HardwareWatch watch =
        watch(state(100, 100, 60), state(100, 100, 60), state(100, 100, 60), state(200, 190, 60));
    for (int window = 0; window < 2; window++) {
      watch.begin();
      watch.end();
    }
    assertEquals(0.1, value(watch.readings(), "cpu.foreign"), 1e-9);
  }

  @Test
  void nothingMeasuredIsNothingSeen() {
    assertEquals(Map.of(), watch().readings());
  }

  private static HardwareWatch watch(HostState... states) {
    Queue<HostState> left = new ArrayDeque<>(List.of(states));
    return new HardwareWatch(left::remove, Optional.empty());
  }

  private static double value(Map<String, Reading<Double>> readings, String quantity) {
    return readings.get(quantity).asOptional().orElseThrow();
  }

  private static HostState state(long total, long idle, double celsius) {
    return new HostState(
        Reading.of(List.of(2600.0), "MHz", "a test"),
        Reading.of(Map.of("core", celsius), "°C", "a test"),
        Reading.unsupported("not in this test"),
        Reading.of(new CpuTicks(total, idle, 0), "", "a test"),
        OWN,
        Reading.unsupported("not in this test"),
        Reading.unsupported("not in this test"),
        Reading.unsupported("not in this test"));
  }
}
