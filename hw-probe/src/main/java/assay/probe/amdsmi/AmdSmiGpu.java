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

  /** As {@link ViolationTime} numbers them. */
  private static final List<String> LIMITS =
      List.of(
          "throttled-processor-hot",
          "throttled-power-cap",
          "throttled-socket-thermal",
          "throttled-regulator-thermal",
          "throttled-memory-thermal");

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
    LIMITS.forEach(this::addViolation);
  }

  private Channel channel(String key, Measure measure, Scope scope, String function) {
    return Channel.of(
        "amdsmi@%s/%s".formatted(address, key), "", measure, scope, address, function);
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
    // Nobody states over how long the average is taken.
    add(
        estimated.apply(
            channel("power-average", Measure.POWER, Scope.BOARD, "amdsmi_get_power_info")),
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

  private void addViolation(String key) {
    Channel channel =
        channel(key, Measure.THROTTLED, Scope.BOARD, "amdsmi_get_violation_status")
            .updatedEvery(0.1, HEADER);
    ViolationTime time = new ViolationTime(smi.library(), gpu, LIMITS.indexOf(key), channel);
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
