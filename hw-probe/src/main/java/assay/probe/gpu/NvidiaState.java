package assay.probe.gpu;

import assay.probe.ClockReason;
import assay.probe.GpuState;
import assay.probe.Reading;
import assay.probe.nvml.NvmlDevice;
import assay.probe.nvml.NvmlField;
import assay.probe.sensor.Quantity;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What an NVIDIA GPU is doing, by some ten calls of NVML. */
public final class NvidiaState {

  private static final String OLDER_POWER =
      "nvmlDeviceGetPowerUsage (mean of 1 s from Ampere on, save GA100; of the moment before)";

  /** Bits of {@code nvmlClocksEventReasons}. */
  private static final Map<Long, ClockReason> BITS =
      Map.of(
          0x1L, ClockReason.IDLE,
          0x2L, ClockReason.SET_CLOCKS,
          0x4L, ClockReason.POWER_CAP,
          0x8L, ClockReason.HARDWARE_SLOWDOWN,
          0x10L, ClockReason.SYNC_BOOST,
          0x20L, ClockReason.SOFTWARE_THERMAL,
          0x40L, ClockReason.HARDWARE_THERMAL,
          0x80L, ClockReason.POWER_BRAKE,
          0x100L, ClockReason.DISPLAY);

  private static final Map<NvmlField, ClockReason> COUNTERS =
      Map.of(
          NvmlField.POWER_CAP_NANOS, ClockReason.POWER_CAP,
          NvmlField.SOFTWARE_THERMAL_NANOS, ClockReason.SOFTWARE_THERMAL,
          NvmlField.HARDWARE_THERMAL_NANOS, ClockReason.HARDWARE_THERMAL,
          NvmlField.POWER_BRAKE_NANOS, ClockReason.POWER_BRAKE);

  private NvidiaState() {}

  public static GpuState read(Reading<NvmlDevice> device) {
    return device.asOptional().map(NvidiaState::read).orElseGet(() -> GpuState.unknown(device));
  }

  private static GpuState read(NvmlDevice device) {
    long now = System.nanoTime();
    Map<NvmlField, Reading<Long>> fields = device.fields(NvmlField.values());
    return new GpuState(
        now,
        megahertz(device.coreClock()),
        megahertz(device.memoryClock()),
        Quantity.TEMPERATURE.of(device.temperature().map(Integer::doubleValue), 1),
        watts(device.powerLimit()),
        thousandths(Quantity.POWER, fields.get(NvmlField.POWER_INSTANT)),
        averageWatts(device, fields.get(NvmlField.POWER_AVERAGE)),
        joules(device, fields.get(NvmlField.ENERGY)),
        device.clockReasons().map(NvidiaState::reasons),
        counters(now, fields),
        count(fields.get(NvmlField.CORRECTED_ERRORS)),
        count(fields.get(NvmlField.UNCORRECTED_ERRORS)));
  }

  static Set<ClockReason> reasons(long bits) {
    Set<ClockReason> all = EnumSet.noneOf(ClockReason.class);
    BITS.forEach((bit, reason) -> {
      if ((bits & bit) != 0) {
        all.add(reason);
      }
    });
    return Collections.unmodifiableSet(all);
  }

  /** Counters are in nanoseconds; those that this GPU lacks are left out. */
  private static Reading<GpuState.Counters> counters(
      long now, Map<NvmlField, Reading<Long>> fields) {
    Map<ClockReason, Long> found = new EnumMap<>(ClockReason.class);
    COUNTERS.forEach((field, reason) ->
        fields
            .get(field)
            .asOptional()
            .filter(nanos -> nanos >= 0)
            .ifPresent(nanos -> found.put(reason, nanos)));
    return found.isEmpty()
        ? fields
            .get(NvmlField.POWER_CAP_NANOS)
            .flatMap((nanos, unit, source) -> Reading.unreadable(source + " is below zero"))
        : Reading.of(
            new GpuState.Counters(now, Collections.unmodifiableMap(found)),
            "ns",
            "NVML's counters of throttled time");
  }

  private static Reading<Double> averageWatts(NvmlDevice device, Reading<Long> field) {
    Reading<Double> own = thousandths(Quantity.POWER, field);
    if (own.isPresent()) {
      return own;
    }
    return watts(device.powerUsage())
        .flatMap((watts, unit, source) -> Reading.of(watts, unit, OLDER_POWER))
        .or(own);
  }

  private static Reading<Double> joules(NvmlDevice device, Reading<Long> field) {
    Reading<Double> own = thousandths(Quantity.ENERGY, field);
    return own.isPresent() ? own : thousandths(Quantity.ENERGY, device.energy()).or(own);
  }

  static Reading<Double> watts(Reading<Integer> milliwatts) {
    return Quantity.POWER.of(milliwatts.map(Integer::doubleValue), 1e-3);
  }

  static Reading<Double> megahertz(Reading<Integer> clock) {
    return Quantity.FREQUENCY
        .of(clock.map(Integer::doubleValue), 1e6)
        .flatMap((hertz, unit, source) -> Reading.of(hertz * 1e-6, "MHz", source));
  }

  private static Reading<Double> thousandths(Quantity quantity, Reading<Long> value) {
    return quantity.of(value.map(Long::doubleValue), 1e-3);
  }

  private static Reading<Long> count(Reading<Long> value) {
    return value.flatMap((number, unit, source) ->
        number >= 0
            ? Reading.of(number, unit, source)
            : Reading.unreadable(source + " holds " + number + ", not a count"));
  }
}
