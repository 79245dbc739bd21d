package assay.probe.amdsmi;

import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Tries everything on one GPU, and keeps what answers. */
final class AmdSmiGpu {

  private static final String HEADER = "amdsmi.h";
  private static final String UNSAID = "estimate: AMD states none";

  private record Limit(String key, String label, Measure measure) {}

  /** As {@link ViolationTime} numbers them. */
  private static final List<Limit> LIMITS =
      List.of(
          new Limit("throttled-processor-hot", "heat, told by the board", Measure.THROTTLED),
          new Limit("throttled-power-cap", "its power limit", Measure.CAPPED),
          new Limit("throttled-socket-thermal", "heat of the socket", Measure.THROTTLED),
          new Limit("throttled-regulator-thermal", "heat of the regulator", Measure.THROTTLED),
          new Limit("throttled-memory-thermal", "heat of the memory", Measure.THROTTLED));

  private final AmdSmi smi;
  private final MemorySegment gpu;
  private final String address;
  private final AmdSmiReads reads;
  final List<Source> quick = new ArrayList<>();

  /** Sources that wait within their call. */
  final List<Source> slow = new ArrayList<>();

  final List<Absence> absences = new ArrayList<>();

  AmdSmiGpu(AmdSmi smi, MemorySegment gpu, String address) {
    this.smi = smi;
    this.gpu = gpu;
    this.address = address;
    reads = new AmdSmiReads(smi, gpu);
    addPower();
    addState();
    for (int i = 0; i < LIMITS.size(); i++) {
      addViolation(i);
    }
  }

  private Channel channel(String key, Measure measure, Scope scope, String function) {
    return channel(key, "", measure, scope, function);
  }

  private Channel channel(String key, String label, Measure measure, Scope scope, String function) {
    return Channel.of(
        "amdsmi@%s/%s".formatted(address, key), label, measure, scope, address, function);
  }

  private void addPower() {
    UnaryOperator<Channel> estimated =
        channel -> channel.updatedEvery(0.01, UNSAID).accurateTo(0.05, UNSAID);
    add(
        estimated.apply(channel("energy", Measure.ENERGY, Scope.BOARD, "amdsmi_get_energy_count")),
        reads.joules());
    add(
        estimated
            .apply(channel("power-current", Measure.POWER, Scope.BOARD, "amdsmi_get_power_info"))
            .averagedOver(0, HEADER),
        reads.watts(true));
    add(
        estimated
            .apply(channel("power-average", Measure.POWER, Scope.BOARD, "amdsmi_get_power_info"))
            .averagedOver(1, "estimate: AMD states none, and a short window is better refused"),
        reads.watts(false));
    add(
        channel("power-cap", Measure.POWER_CAP, Scope.BOARD, "amdsmi_get_power_cap_info"),
        reads.cap());
  }

  private void addState() {
    add(temperature("temperature-edge", Scope.CHIP), reads.celsius(0));
    add(temperature("temperature-hotspot", Scope.CHIP), reads.celsius(1));
    add(temperature("memory-temperature", Scope.MEMORY), reads.celsius(2));
    String clock = "amdsmi_get_clock_info";
    add(channel("clock-core", Measure.CLOCK, Scope.CHIP, clock), reads.hertz(0));
    add(channel("clock-memory", Measure.CLOCK, Scope.MEMORY, clock), reads.hertz(4));
    String errors = "amdsmi_get_gpu_total_ecc_count";
    add(channel("ecc-corrected", Measure.EVENTS, Scope.BOARD, errors), reads.errors(0));
    add(channel("ecc-uncorrected", Measure.EVENTS, Scope.BOARD, errors), reads.errors(1));
  }

  private Channel temperature(String key, Scope scope) {
    return channel(key, Measure.TEMPERATURE, scope, "amdsmi_get_temp_metric");
  }

  private void addViolation(int number) {
    Limit limit = LIMITS.get(number);
    Channel channel =
        channel(
                limit.key(),
                limit.label(),
                limit.measure(),
                Scope.BOARD,
                "amdsmi_get_violation_status")
            .updatedEvery(1, "asked once a second");
    ViolationTime time = new ViolationTime(smi.library(), gpu, number, channel);
    switch (time.read()) {
      case Reading.Present<List<Sample>> present -> slow.add(time);
      case Reading.Unavailable<List<Sample>>(String reason) ->
          absences.add(new Absence(channel.id(), reason));
    }
  }

  private void add(Channel channel, Supplier<Reading<Double>> value) {
    switch (value.get()) {
      case Reading.Present<Double> present -> quick.add(new Polled(channel, value));
      case Reading.Unavailable<Double>(String reason) ->
          absences.add(new Absence(channel.id(), reason));
    }
  }
}
