package assay.probe.levelzero;

import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import assay.probe.vendor.BitNames;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Tries everything on one GPU, and keeps what answers. */
final class ZesDevice {

  private static final String UNSAID = "estimate: Intel states none";

  /** Where a processor's own graphics is, whose package is the whole processor. */
  private static final String GRAPHICS = "0000:00:02.0";

  /** {@code zes_power_domain_t}. */
  private static final List<String> POWER =
      List.of(
          "energy", "card-energy", "package-energy", "stack-energy", "memory-energy", "gpu-energy");

  /** {@code zes_freq_domain_t}. */
  private static final List<String> CLOCKS = List.of("clock-core", "clock-memory", "clock-media");

  /** {@code zes_temp_sensors_t}; lowest of several sensors are of no interest. */
  private static final List<String> TEMPERATURES =
      List.of(
          "temperature",
          "temperature-core",
          "memory-temperature",
          "",
          "",
          "",
          "board-temperature",
          "",
          "regulator-temperature");

  /** {@code zes_freq_throttle_reason_flags_t}. */
  private static final String REASONS =
      BitNames.label(
          List.of(
              "average power",
              "burst power",
              "current",
              "thermal limit",
              "power supply",
              "software range",
              "hardware range",
              "voltage",
              "thermal",
              "power"));

  private final LevelZero zes;
  private final MemorySegment device;
  private final String address;
  private final ZesReads reads;
  private final Set<String> ids = new HashSet<>();
  final List<Source> sources = new ArrayList<>();
  final List<Absence> absences = new ArrayList<>();

  ZesDevice(LevelZero zes, MemorySegment device, String address) {
    this.zes = zes;
    this.device = device;
    this.address = address;
    reads = new ZesReads(zes.library());
    each("zesDeviceEnumPowerDomains", "energy", ZesDomain::power, this::addPower);
    each("zesDeviceEnumFrequencyDomains", "clocks", ZesDomain::frequency, this::addFrequency);
    each(
        "zesDeviceEnumTemperatureSensors",
        "temperature",
        ZesDomain::temperature,
        this::addTemperature);
  }

  private interface Adder {
    void add(MemorySegment handle, ZesDomain domain);
  }

  private void each(
      String function,
      String key,
      BiFunction<VendorLibrary, MemorySegment, Reading<ZesDomain>> properties,
      Adder adder) {
    switch (zes.list(function, device)) {
      case Reading.Unavailable<List<MemorySegment>>(String reason) ->
          absences.add(new Absence(id(key), reason));
      case Reading.Present<List<MemorySegment>> handles -> {
        if (handles.value().isEmpty()) {
          absences.add(
              new Absence(id(key), "not supported: this GPU lists none (%s)".formatted(function)));
        }
        for (MemorySegment handle : handles.value()) {
          switch (properties.apply(zes.library(), handle)) {
            case Reading.Present<ZesDomain> domain -> adder.add(handle, domain.value());
            case Reading.Unavailable<ZesDomain>(String reason) ->
                absences.add(new Absence(id(key), reason));
          }
        }
      }
    }
  }

  private String id(String key) {
    return "levelzero@%s/%s".formatted(address, key);
  }

  /** Of the device or of a tile, which is a part of its own. */
  private Channel channel(
      String key, String label, Measure measure, Scope scope, ZesDomain domain, String function) {
    String tile = domain.tile() < 0 ? "" : "/tile" + Integer.toUnsignedString(domain.tile());
    return Channel.of(id(key) + tile, label, measure, scope, address + tile, function);
  }

  private void addPower(MemorySegment handle, ZesDomain domain) {
    String key = name(POWER, domain.type(), "energy");
    Scope scope = scope(domain);
    add(
        channel(key, "", Measure.ENERGY, scope, domain, "zesPowerGetEnergyCounter")
            .updatedEvery(0.1, UNSAID)
            .accurateTo(0.05, UNSAID),
        reads.joules(handle));
    add(
        channel(
            key.replace("energy", "power-cap"),
            "sustained",
            Measure.POWER_CAP,
            scope,
            domain,
            "zesPowerGetLimits"),
        reads.cap(handle));
  }

  private Scope scope(ZesDomain domain) {
    return switch (domain.type()) {
      case 1 -> Scope.BOARD;
      case 4 -> Scope.MEMORY;
      case 3, 5 -> Scope.CORE;
      // What the driver does not name is the package at least, and never the card.
      default -> address.equals(GRAPHICS) ? Scope.PACKAGE : Scope.CHIP;
    };
  }

  private void addFrequency(MemorySegment handle, ZesDomain domain) {
    String key = name(CLOCKS, domain.type(), "clock-" + Integer.toUnsignedString(domain.type()));
    Scope scope = domain.type() == 1 ? Scope.MEMORY : Scope.CHIP;
    String function = "zesFrequencyGetState";
    add(channel(key, "", Measure.CLOCK, scope, domain, function), reads.hertz(handle));
    add(
        channel(key + "-reasons", REASONS, Measure.LEVEL, scope, domain, function),
        reads.reasons(handle));
    add(
        channel(
            key.replace("clock", "throttled"),
            "any reason, a power limit among them",
            Measure.CAPPED,
            scope,
            domain,
            "zesFrequencyGetThrottleTime"),
        reads.throttledSeconds(handle));
  }

  private void addTemperature(MemorySegment handle, ZesDomain domain) {
    String key = name(TEMPERATURES, domain.type(), "");
    if (!key.isEmpty()) {
      Scope scope =
          switch (domain.type()) {
            case 2 -> Scope.MEMORY;
            case 6, 8 -> Scope.BOARD;
            default -> Scope.CHIP;
          };
      add(
          channel(key, "", Measure.TEMPERATURE, scope, domain, "zesTemperatureGetState"),
          reads.celsius(handle));
    }
  }

  private static String name(List<String> names, int type, String otherwise) {
    return type >= 0 && type < names.size() ? names.get(type) : otherwise;
  }

  /** Of two domains of one kind, the first speaks. */
  private void add(Channel channel, Supplier<Reading<Double>> value) {
    if (!ids.add(channel.id())) {
      return;
    }
    switch (value.get()) {
      case Reading.Present<Double> present -> sources.add(new Polled(channel, value));
      case Reading.Unavailable<Double>(String reason) ->
          absences.add(new Absence(channel.id(), reason));
    }
  }
}
