package assay.bench.subject;

import assay.probe.HostState;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.Map;
import java.util.TreeMap;

/**
 * State of the hardware over the measured iterations, from two snapshots.
 *
 * <p>Both are taken outside the timed loop: the first before the first measured iteration, the
 * second after the last.
 */
final class HardwareWatch {

  private HostState before;
  private HostState after;

  void begin() {
    before = HostState.read(Root.live());
  }

  void end() {
    after = HostState.read(Root.live());
  }

  /** Empty when nothing was measured. */
  Map<String, Reading<Double>> readings() {
    if (before == null || after == null) {
      return Map.of();
    }
    HostState.Change change = after.since(before);
    Map<String, Reading<Double>> readings = new TreeMap<>();
    readings.put("clock.min", inHertz(change.slowestMegahertz()));
    readings.put("temperature.max", change.hottestCelsius());
    readings.put("throttle.events", change.throttleEvents().map(Long::doubleValue));
    readings.put("cpu.foreign", change.foreignCpuShare());
    readings.put("cpu.steal", change.stealShare());
    return readings;
  }

  private static Reading<Double> inHertz(Reading<Double> megahertz) {
    return switch (megahertz) {
      case Reading.Present<Double> present ->
          Reading.of(present.value() * 1e6, "Hz", present.source());
      case Reading.Unavailable<Double> absent -> absent;
    };
  }
}
