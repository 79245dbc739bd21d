package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.plugin.PluginSensor;
import assay.kernels.plugin.PluginSensor.Quantity;
import assay.kernels.plugin.PluginSensor.Scope;
import assay.probe.Reading;
import assay.reports.record.ForkRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PluginWatchTest {

  private static final long SECOND = 1_000_000_000;

  private static PluginWatch.Source source(
      Quantity quantity, Scope scope, long periodNanos, double wrapsAt, double... values) {
    Queue<Double> left = new ArrayDeque<>();
    for (double value : values) {
      left.add(value);
    }
    var sensor =
        new PluginSensor(
            quantity, scope, false, periodNanos, 0, 0, wrapsAt, "the " + quantity + " sensor");
    return new PluginWatch.Source(sensor, left::remove);
  }

  /** Two windows of one second. */
  private static Map<String, Reading<Double>> readings(PluginWatch.Source... sources) {
    Queue<Long> times = new ArrayDeque<>(List.of(0L, SECOND, 5 * SECOND, 6 * SECOND));
    var watch = new PluginWatch(List.of(sources), times::remove);
    for (int window = 0; window < 2; window++) {
      watch.begin();
      watch.end();
    }
    Map<String, Reading<Double>> readings = new TreeMap<>();
    watch.addTo(readings);
    return readings;
  }

  private static double value(Map<String, Reading<Double>> readings, String key) {
    return readings.get(key).asOptional().orElseThrow();
  }

  @Test
  void countersAreDifferencesAndStartAgain() {
    Map<String, Reading<Double>> readings =
        readings(source(Quantity.ENERGY, Scope.BOARD, SECOND / 100, 100, 10, 30, 95, 5));
    assertEquals(30, value(readings, "plugin.energy.board"));
    assertEquals(30, value(readings, ForkRecord.ENERGY));
  }

  @Test
  void ofOthersTheWorst() {
    Map<String, Reading<Double>> readings =
        readings(
            source(Quantity.TEMPERATURE, Scope.CHIP, 0, 0, 40, 71, 60, 50),
            source(Quantity.CLOCK, Scope.CHIP, 0, 0, 2e9, 1e9, 2e9, 2e9),
            source(Quantity.POWER, Scope.RAIL, 0, 0, 10, 20, 30, 40),
            source(Quantity.POWER, Scope.RAIL, 0, 0, 1, 1, 1, 1));
    assertEquals(71, value(readings, "plugin.temperature.chip"));
    assertEquals(1e9, value(readings, "plugin.clock.chip"));
    assertEquals(25, value(readings, "plugin.power.rail"));
    assertEquals(1, value(readings, "plugin.power.rail.2"));
    assertFalse(readings.containsKey(ForkRecord.ENERGY));
  }

  @Test
  void energyOfACounterThatIsTooSlowIsUnknown() {
    var slow = readings(source(Quantity.ENERGY, Scope.CHIP, SECOND, 0, 10, 30, 50, 60));
    var gone = assertInstanceOf(Reading.Unavailable.class, slow.get(ForkRecord.ENERGY));
    assertTrue(gone.reason().contains("too seldom"), gone.reason());
  }

  @Test
  void nonsenseIsNoReading() {
    var back = readings(source(Quantity.ERRORS, Scope.MEMORY, 0, 0, 5, 4, 4, 4));
    assertInstanceOf(Reading.Unavailable.class, back.get("plugin.errors.memory"));
    var nan = readings(source(Quantity.POWER, Scope.CHIP, 0, 0, Double.NaN, 4, 4, 4));
    assertInstanceOf(Reading.Unavailable.class, nan.get("plugin.power.chip"));
    var gone = readings(source(Quantity.POWER, Scope.CHIP, 0, 0));
    assertInstanceOf(Reading.Unavailable.class, gone.get("plugin.power.chip"));
  }
}
