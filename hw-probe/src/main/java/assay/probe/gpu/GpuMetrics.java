package assay.probe.gpu;

import assay.probe.ClockReason;
import assay.probe.GpuState.Counters;
import assay.probe.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * amdgpu's {@code gpu_metrics}: a binary table whose layout its own header names; structures of
 * Linux's {@code kgd_pp_interface.h}.
 *
 * <p>Energy stands in 1.1 to 1.5, 1.7 and 1.8 (discrete GPUs), the throttle bits that mean the same
 * on every chip in 1.3 and 2.2 to 2.4, counters of throttled time in 1.7 and 1.8 (Instinct). 1.6 is
 * left out, because kernels disagree on it.
 *
 * @param format "1.3" and the like
 */
record GpuMetrics(String format, ByteBuffer table, String source) {

  private static final int HEADER = 4;

  /** 2^-16 J. */
  private static final double JOULES = 1.0 / (1 << 16);

  private static final Map<String, Integer> ENERGY =
      Map.of("1.1", 24, "1.2", 24, "1.3", 24, "1.4", 24, "1.5", 88, "1.7", 24, "1.8", 24);

  private static final Map<String, Integer> BITS =
      Map.of("1.3", 112, "2.2", 120, "2.3", 120, "2.4", 120);

  /** Where the count of all cycles stands; those of the reasons follow it. */
  private static final Map<String, Integer> RESIDENCIES = Map.of("1.7", 40, "1.8", 40);

  private static final ClockReason[] RESIDENCY_ORDER = {
    ClockReason.OTHER,
    ClockReason.POWER_CAP,
    ClockReason.HARDWARE_THERMAL,
    ClockReason.REGULATOR_THERMAL,
    ClockReason.MEMORY_THERMAL
  };

  static Reading<GpuMetrics> parse(byte[] bytes, String source) {
    ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || Short.toUnsignedInt(table.getShort(0)) > bytes.length) {
      return Reading.unreadable(source + " is shorter than it says");
    }
    return Reading.of(new GpuMetrics(table.get(2) + "." + table.get(3), table, source), "", source);
  }

  /** Since the driver was loaded; some chips leave it at all ones or never move it. */
  Reading<Double> joules() {
    return wide(ENERGY, "counter of energy")
        .flatMap((ticks, unit, from) ->
            ticks > 0
                ? Reading.of(ticks * JOULES, "J", from)
                : Reading.unsupported("the counter of energy in " + from + " stands still"));
  }

  /** Bits in four groups of sixteen: power, current, temperature, other. */
  Reading<Set<ClockReason>> reasons() {
    return wide(BITS, "throttle status that is the same on every chip").map(GpuMetrics::reasons);
  }

  private static Set<ClockReason> reasons(long bits) {
    Set<ClockReason> all = EnumSet.noneOf(ClockReason.class);
    addIf(all, ClockReason.POWER_CAP, bits & 0xffffL);
    addIf(all, ClockReason.CURRENT_CAP, bits & 0xffff0000L);
    addIf(all, ClockReason.HARDWARE_THERMAL, bits >>> 32 & 0xffffffL);
    addIf(all, ClockReason.OTHER, bits >>> 56);
    return Collections.unmodifiableSet(all);
  }

  private static void addIf(Set<ClockReason> all, ClockReason reason, long bits) {
    if (bits != 0) {
      all.add(reason);
    }
  }

  /** Cycles of the firmware: all, and those spent held down. */
  Reading<Counters> throttled() {
    Integer at = RESIDENCIES.get(format);
    if (at == null || at + 4 * (1 + RESIDENCY_ORDER.length) > table.capacity()) {
      return Reading.unsupported(
          "gpu_metrics %s has no counters of throttled time".formatted(format));
    }
    Map<ClockReason, Long> found = new EnumMap<>(ClockReason.class);
    for (int i = 0; i < RESIDENCY_ORDER.length; i++) {
      long cycles = Integer.toUnsignedLong(table.getInt(at + 4 * (i + 1)));
      if (cycles != 0xffffffffL) {
        found.put(RESIDENCY_ORDER[i], cycles);
      }
    }
    long total = Integer.toUnsignedLong(table.getInt(at));
    return found.isEmpty() || total == 0xffffffffL
        ? Reading.unsupported("this chip does not fill the counters of throttled time in " + source)
        : Reading.of(new Counters(total, Collections.unmodifiableMap(found)), "", source);
  }

  private Reading<Long> wide(Map<String, Integer> places, String what) {
    Integer at = places.get(format);
    if (at == null || at + 8 > table.capacity()) {
      return Reading.unsupported("gpu_metrics %s has no %s".formatted(format, what));
    }
    long value = table.getLong(at);
    return value == -1
        ? Reading.unsupported("this chip does not fill the %s in %s".formatted(what, source))
        : Reading.of(value, "", source);
  }
}
