package assay.bench.subject;

import assay.kernels.Device;
import assay.probe.ClockReason;
import assay.probe.GpuState;
import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** State of one GPU over one slice after the other; its power is told by sensors. */
final class GpuSlices {

  static final String CLOCK = "gpu/clock.min";
  static final String TEMPERATURE = "gpu/temperature.max";

  private final Supplier<GpuState> states;
  private final List<Channel> channels;
  private GpuState before;

  GpuSlices(Supplier<GpuState> states, String address) {
    this.states = states;
    channels =
        List.of(
            channel(CLOCK, "clock", Measure.CLOCK, Scope.CHIP, address),
            channel(TEMPERATURE, "hottest place", Measure.TEMPERATURE, Scope.CHIP, address));
    before = states.get();
  }

  /** None for the host. */
  static Optional<GpuSlices> of(Device device) {
    return GpuStates.of(device).map(states -> new GpuSlices(states::read, states.address()));
  }

  private static Channel channel(
      String id, String label, Measure measure, Scope scope, String address) {
    return Channel.of(id, label, measure, scope, address, "GpuState");
  }

  List<Channel> channels() {
    return channels;
  }

  /** Since the last call. */
  void addTo(Map<String, Reading<Double>> means, List<String> throttled) {
    GpuState now = states.get();
    GpuState.Change change = now.since(before);
    before = now;
    means.put(CLOCK, HardwareWatch.inHertz(change.slowestMegahertz()));
    means.put(TEMPERATURE, change.hottestCelsius());
    change
        .throttles()
        .asOptional()
        .ifPresent(reasons ->
            reasons.stream()
                .filter(ClockReason::throttles)
                .map(ClockReason::sentence)
                .forEach(throttled::add));
  }
}
