package assay.bench.subject;

import assay.probe.HostState;
import assay.probe.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * State of the hardware over the measured iterations, from snapshots at both ends of each window
 * that was watched.
 *
 * <p>Taken outside the timed loop. One window is enough for a fork that measures alone; in turns
 * with another, whose work is no disturbance, there is one for each iteration.
 */
final class HardwareWatch {

  /** Seconds in which some task waited for memory to become free. */
  static final String MEMORY_STALLED = "memory.stalled";

  private final Supplier<HostState> states;
  private final Optional<GpuWatch> gpu;
  private final List<HostState.Change> windows = new ArrayList<>();
  private HostState before;

  HardwareWatch(Supplier<HostState> states, Optional<GpuWatch> gpu) {
    this.states = states;
    this.gpu = gpu;
  }

  /** Of this machine and of one device in it. */
  static HardwareWatch of(Target target) {
    return new HardwareWatch(HostState::live, GpuWatch.of(target.device()));
  }

  /**
   * Begins a window unless one is open. The device is looked at last and, at its end, first: the
   * host's many files take milliseconds in which a device falls asleep.
   */
  void begin() {
    if (before == null) {
      before = states.get();
      gpu.ifPresent(GpuWatch::begin);
    }
  }

  /** Ends the window if one is open. */
  void end() {
    if (before != null) {
      gpu.ifPresent(GpuWatch::end);
      windows.add(states.get().since(before));
      before = null;
    }
  }

  /** Empty when nothing was measured. */
  Map<String, Reading<Double>> readings() {
    Map<String, Reading<Double>> readings = new TreeMap<>();
    if (!windows.isEmpty()) {
      readings.put("clock.min", over(each -> inHertz(each.slowestMegahertz()), DoubleStream::min));
      readings.put("temperature.max", over(HostState.Change::hottestCelsius, DoubleStream::max));
      readings.put(
          "throttle.events",
          over(
              each -> each.throttleEvents().map(Long::doubleValue),
              counts -> OptionalDouble.of(counts.sum())));
      readings.put("cpu.foreign", over(HostState.Change::foreignCpuShare, DoubleStream::average));
      readings.put("cpu.steal", over(HostState.Change::stealShare, DoubleStream::average));
      readings.put(
          MEMORY_STALLED,
          over(HardwareWatch::memoryStalled, seconds -> OptionalDouble.of(seconds.sum())));
      gpu.ifPresent(watch -> watch.addTo(readings));
    }
    return readings;
  }

  private Reading<Double> over(
      Function<HostState.Change, Reading<Double>> quantity,
      Function<DoubleStream, OptionalDouble> summary) {
    return over(windows, quantity, summary);
  }

  /** Of all windows that have a value; of none, why the first has not. */
  static <W> Reading<Double> over(
      List<W> windows,
      Function<W, Reading<Double>> quantity,
      Function<DoubleStream, OptionalDouble> summary) {
    List<Reading<Double>> all = windows.stream().map(quantity).toList();
    Reading<Double> first =
        all.stream().filter(Reading.Present.class::isInstance).findFirst().orElse(all.getFirst());
    return first.map(own ->
        summary
            .apply(
                all.stream()
                    .flatMap(each -> each.asOptional().stream())
                    .mapToDouble(Double::doubleValue))
            .orElse(own));
  }

  static Reading<Double> memoryStalled(HostState.Change change) {
    return change
        .stalledMicros()
        .flatMap((micros, unit, source) ->
            Reading.of(micros.getOrDefault("memory", 0L) * 1e-6, "s", source));
  }

  static Reading<Double> inHertz(Reading<Double> megahertz) {
    return switch (megahertz) {
      case Reading.Present<Double> present ->
          Reading.of(present.value() * 1e6, "Hz", present.source());
      case Reading.Unavailable<Double> absent -> absent;
    };
  }
}
