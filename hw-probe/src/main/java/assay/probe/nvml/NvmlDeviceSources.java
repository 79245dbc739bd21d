package assay.probe.nvml;

import assay.probe.Reading;
import assay.probe.sensor.Quantity;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tries everything on one GPU, and keeps what answers. */
final class NvmlDeviceSources {

  private static final String HEADER = "nvml.h";
  private static final String STUDY = "estimate: arXiv 2312.02741 measured it on A100 and H100";

  /** Compute capability of GA100, which averages nothing while all others since Ampere do. */
  private static final String GA100 = "8.0";

  private static final double MILLI = 1e-3;

  private final NvmlDevice device;
  private final String address;
  private final NvmlReads reads;
  private final List<Source> sources = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();

  NvmlDeviceSources(NvmlDevice device, String address, EpochClock clock) {
    this.device = device;
    this.address = address;
    reads = new NvmlReads(device);
    addEnergy();
    Map<NvmlGauge, Reading<Double>> fields = addFields();
    if (!fields.get(NvmlGauge.POWER_INSTANT).isPresent()
        && !fields.get(NvmlGauge.POWER_AVERAGE).isPresent()) {
      addPowerUsage();
    }
    addBuffer("power-samples", 0, Scope.BOARD, clock);
    addBuffer("module-power-samples", 7, Scope.MODULE, clock);
    addState();
  }

  List<Source> sources() {
    return sources;
  }

  List<Absence> absences() {
    return absences;
  }

  private Channel channel(String key, String label, Measure measure, Scope scope, String from) {
    return Channel.of(id(key), label, measure, scope, address, from);
  }

  private String id(String key) {
    return "nvml@%s/%s".formatted(address, key);
  }

  private void addEnergy() {
    String function = "nvmlDeviceGetTotalEnergyConsumption";
    Channel channel =
        limited(
                channel(
                    "energy", "since the driver was loaded", Measure.ENERGY, Scope.BOARD, function))
            .updatedEvery(0.1, "estimate: 10 to 100 ms have been seen")
            .accurateTo(0.05, STUDY);
    add(
        channel,
        reads.wide(function),
        raw -> Quantity.ENERGY.of(raw.map(Long::doubleValue), MILLI));
  }

  /** A GPU peaks above its limit for milliseconds; twice of it for longer is a fault. */
  private Channel limited(Channel channel) {
    return device
        .highestPowerLimit()
        .asOptional()
        .filter(milliwatts -> milliwatts > 0)
        .map(milliwatts ->
            channel.drawingAtMost(
                2 * MILLI * milliwatts, "estimate: twice the highest limit that NVML allows"))
        .orElse(channel);
  }

  /** One call to see which fields there are, then one batch of those. */
  private Map<NvmlGauge, Reading<Double>> addFields() {
    Map<NvmlGauge, Reading<Double>> first = new EnumMap<>(NvmlGauge.class);
    Map<NvmlGauge, NvmlBatch.Ask> answering = new EnumMap<>(NvmlGauge.class);
    for (NvmlGauge gauge : NvmlGauge.values()) {
      for (int id : gauge.ids) {
        NvmlBatch.Ask ask = new NvmlBatch.Ask(id, gauge.powerScope);
        Reading<Double> value = new NvmlBatch(device, List.of(ask)).value(0, gauge);
        if (!first.containsKey(gauge) || value.isPresent()) {
          first.put(gauge, value);
        }
        if (value.isPresent()) {
          answering.put(gauge, ask);
          break;
        }
      }
    }
    NvmlBatch batch = new NvmlBatch(device, List.copyOf(answering.values()));
    int index = 0;
    for (NvmlGauge gauge : answering.keySet()) {
      sources.add(batch.source(index++, gauge, channel(gauge, answering.get(gauge))));
    }
    first.forEach((gauge, value) -> {
      if (value instanceof Reading.Unavailable<Double>(String reason)) {
        addOtherwise(gauge, reason);
      }
    });
    return first;
  }

  private Channel channel(NvmlGauge gauge, NvmlBatch.Ask ask) {
    String from = "field %d of NVML".formatted(ask.id());
    Channel channel = channel(gauge.key, gauge.label, gauge.measure, gauge.scope, from);
    return switch (gauge) {
      case POWER_AVERAGE, MODULE_AVERAGE, MEMORY_AVERAGE ->
          limitedBoard(channel)
              .averagedOver(1, HEADER)
              .updatedEvery(0.1, STUDY)
              .accurateTo(0.05, STUDY);
      case POWER_INSTANT, MODULE_INSTANT, MEMORY_INSTANT ->
          limitedBoard(channel)
              .averagedOver(0.025, STUDY)
              .updatedEvery(0.1, STUDY)
              .accurateTo(0.05, STUDY);
      default -> channel;
    };
  }

  private Channel limitedBoard(Channel channel) {
    return channel.scope() == Scope.BOARD ? limited(channel) : channel;
  }

  /** Older functions tell some of what this driver's or this GPU's fields do not. */
  private void addOtherwise(NvmlGauge gauge, String reason) {
    Supplier<Reading<Long>> other =
        switch (gauge) {
          case CORRECTED -> reads.errors(0);
          case UNCORRECTED -> reads.errors(1);
          case PCIE_REPLAYS -> reads.number("nvmlDeviceGetPcieReplayCounter");
          default -> null;
        };
    Reading<Double> value =
        other == null ? Reading.unavailable(reason) : gauge.plausible(other.get());
    switch (value) {
      case Reading.Present<Double> present ->
          sources.add(
              new Polled(
                  channel(gauge.key, gauge.label, gauge.measure, gauge.scope, present.source()),
                  () -> gauge.plausible(other.get())));
      case Reading.Unavailable<Double> none ->
          absences.add(new Absence(id(gauge.key), withInstances(gauge, reason)));
    }
  }

  private String withInstances(NvmlGauge gauge, String reason) {
    boolean rows = gauge.key.startsWith("remapped");
    boolean cut = device.migMode().asOptional().filter(mode -> mode.current() == 1).isPresent();
    return rows && cut
        ? reason + "; the GPU is cut into instances (MIG), and does not say it then"
        : reason;
  }

  /** Milliwatts over a window that depends on the architecture. */
  private void addPowerUsage() {
    String function = "nvmlDeviceGetPowerUsage";
    Channel channel =
        limited(channel("power", "", Measure.POWER, Scope.BOARD, function))
            .updatedEvery(0.1, STUDY)
            .accurateTo(0.05, STUDY);
    Channel windowed =
        device
            .computeCapability()
            .asOptional()
            .map(capability ->
                channel.averagedOver(
                    averages(capability) ? 1 : 0,
                    "%s, of a GPU of compute capability %s".formatted(HEADER, capability)))
            .orElse(channel);
    add(windowed, reads.number(function), NvmlGauge.POWER_INSTANT::plausible);
  }

  private static boolean averages(String capability) {
    String major = capability.substring(0, capability.indexOf('.'));
    return Integer.parseInt(major) >= 8 && !capability.equals(GA100);
  }

  private void addBuffer(String key, int type, Scope scope, EpochClock clock) {
    Channel plain =
        channel(key, "the driver's buffer", Measure.POWER, scope, "nvmlDeviceGetSamples")
            .accurateTo(0.05, STUDY);
    switch (new NvmlSampleBuffer(device, type, plain, clock).period()) {
      case Reading.Present<Double> period ->
          sources.add(
              new NvmlSampleBuffer(
                  device,
                  type,
                  limitedBoard(plain)
                      .updatedEvery(period.value(), "the stamps in the driver's buffer")
                      .averagedOver(
                          period.value(), "estimate: NVIDIA states none, taken as the period"),
                  clock.another()));
      case Reading.Unavailable<Double>(String reason) -> absences.add(new Absence(id(key), reason));
    }
  }

  private void addState() {
    add(
        channel(
            "power-cap",
            "enforced",
            Measure.POWER_CAP,
            Scope.BOARD,
            "nvmlDeviceGetEnforcedPowerLimit"),
        NvmlReads.first(
            List.of(
                reads.number("nvmlDeviceGetEnforcedPowerLimit"),
                reads.number("nvmlDeviceGetPowerManagementLimit"))),
        NvmlGauge.POWER_INSTANT::plausible);
    addClock("clock-core", Scope.CHIP, 1);
    addClock("clock-memory", Scope.MEMORY, 2);
    add(
        channel("temperature", "die", Measure.TEMPERATURE, Scope.CHIP, "nvmlDeviceGetTemperatureV"),
        NvmlReads.first(List.of(reads.temperature(), reads.number("nvmlDeviceGetTemperature", 0))),
        raw -> Quantity.TEMPERATURE.of(raw.map(Long::doubleValue), 1));
    add(
        channel(
            "clock-reasons",
            NvmlReasons.LABEL,
            Measure.LEVEL,
            Scope.CHIP,
            "nvmlDeviceGetCurrentClocksEventReasons"),
        NvmlReads.first(
            List.of(
                reads.wide("nvmlDeviceGetCurrentClocksEventReasons"),
                reads.wide("nvmlDeviceGetCurrentClocksThrottleReasons"))),
        NvmlReasons::plausible);
  }

  private void addClock(String key, Scope scope, int type) {
    String function = "nvmlDeviceGetClockInfo";
    add(
        channel(key, "", Measure.CLOCK, scope, function),
        reads.number(function, type),
        raw -> Quantity.FREQUENCY.of(raw.map(Long::doubleValue), 1e6));
  }

  private void add(
      Channel channel,
      Supplier<Reading<Long>> raw,
      Function<Reading<Long>, Reading<Double>> scaled) {
    switch (scaled.apply(raw.get())) {
      case Reading.Present<Double> present ->
          sources.add(new Polled(channel, () -> scaled.apply(raw.get())));
      case Reading.Unavailable<Double>(String reason) ->
          absences.add(new Absence(channel.id(), reason));
    }
  }
}
