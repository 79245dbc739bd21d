package assay.bench.subject;

import assay.kernels.Device;
import assay.probe.ClockReason;
import assay.probe.GpuState;
import assay.probe.Reading;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** State of one GPU over the windows that {@link HardwareWatch} watches. */
final class GpuWatch {

  private final Supplier<GpuState> states;
  private final List<GpuState.Change> windows = new ArrayList<>();
  private GpuState before;

  GpuWatch(Supplier<GpuState> states) {
    this.states = states;
  }

  /** None for the host. */
  static Optional<GpuWatch> of(Device device) {
    return GpuStates.of(device).map(states -> new GpuWatch(states::read));
  }

  void begin() {
    before = states.get();
  }

  void end() {
    windows.add(states.get().since(before));
  }

  void addTo(Map<String, Reading<Double>> readings) {
    readings.put(
        "gpu.clock.min",
        over(each -> HardwareWatch.inHertz(each.slowestMegahertz()), DoubleStream::min));
    readings.put(
        "gpu.memory.clock.min",
        over(each -> HardwareWatch.inHertz(each.slowestMemoryMegahertz()), DoubleStream::min));
    readings.put("gpu.temperature.max", over(GpuState.Change::hottestCelsius, DoubleStream::max));
    readings.put("gpu.power.limit", over(GpuState.Change::powerLimitWatts, DoubleStream::min));
    readings.put("gpu.energy", over(GpuState.Change::joules, GpuWatch::sum));
    readings.put(
        "gpu.ecc.fixed",
        over(each -> each.correctedErrors().map(Long::doubleValue), GpuWatch::sum));
    readings.put(
        "gpu.ecc.lost",
        over(each -> each.uncorrectedErrors().map(Long::doubleValue), GpuWatch::sum));
    readings.put(
        "gpu.throttle.events",
        over(
            each -> each.throttles().map(reasons -> reasons.isEmpty() ? 0.0 : 1.0), GpuWatch::sum));
    shares().forEach((reason, share) -> readings.put("gpu.throttle.share." + reason.id(), share));
    seen().forEach((reason, count) -> readings.put("gpu.throttle.seen." + reason.id(), count));
  }

  /** Of the watched time, by each reason that is counted. */
  private Map<ClockReason, Reading<Double>> shares() {
    Map<ClockReason, Double> held = new EnumMap<>(ClockReason.class);
    double watched = 0;
    for (GpuState.Change each : windows) {
      Optional<Map<ClockReason, Double>> shares = each.throttledShare().asOptional();
      if (shares.isPresent()) {
        watched += each.seconds();
        shares
            .get()
            .forEach((reason, share) -> held.merge(reason, share * each.seconds(), Double::sum));
      }
    }
    Map<ClockReason, Reading<Double>> shares = new TreeMap<>();
    for (Map.Entry<ClockReason, Double> each : held.entrySet()) {
      double share = watched > 0 ? each.getValue() / watched : 0;
      shares.put(each.getKey(), Reading.of(share, "", "counters of the driver"));
    }
    return shares;
  }

  /** Windows at an end of which a reason was in force that no counter covers. */
  private Map<ClockReason, Reading<Double>> seen() {
    Map<ClockReason, Double> counts = new EnumMap<>(ClockReason.class);
    for (GpuState.Change each : windows) {
      each.seen()
          .asOptional()
          .ifPresent(reasons -> reasons.forEach(reason -> counts.merge(reason, 1.0, Double::sum)));
    }
    Map<ClockReason, Reading<Double>> seen = new TreeMap<>();
    counts.forEach((reason, count) ->
        seen.put(reason, Reading.of(count, "", "the driver, at both ends of each window")));
    return seen;
  }

  private Reading<Double> over(
      Function<GpuState.Change, Reading<Double>> quantity,
      Function<DoubleStream, OptionalDouble> summary) {
    return HardwareWatch.over(windows, quantity, summary);
  }

  private static OptionalDouble sum(DoubleStream values) {
    return OptionalDouble.of(values.sum());
  }
}
