package assay.probe.levelzero;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.sensor.Quantity;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** Values that are asked over and over, each with memory of its own, in SI units. */
final class ZesReads {

  private static final double MICRO = 1e-6;
  private static final double MOST_WATTS = 1e5;

  /** {@code ZES_POWER_LEVEL_SUSTAINED} and {@code ZES_LIMIT_UNIT_POWER}. */
  private static final int SUSTAINED = 1;

  private static final int IN_MILLIWATTS = 2;

  /** More limits than any GPU has. */
  private static final int MOST_LIMITS = 16;

  private final VendorLibrary library;

  ZesReads(VendorLibrary library) {
    this.library = library;
  }

  /** J of a power domain; the counter is of 64 bits of microjoules. */
  Supplier<Reading<Double>> joules(MemorySegment power) {
    Supplier<Reading<Double>> counter = counter("zesPowerGetEnergyCounter", power);
    return () -> Quantity.ENERGY.of(counter.get(), 1);
  }

  /** Seconds in which the hardware held a frequency below what was asked for. */
  Supplier<Reading<Double>> throttledSeconds(MemorySegment frequency) {
    return counter("zesFrequencyGetThrottleTime", frequency);
  }

  private Supplier<Reading<Double>> counter(String function, MemorySegment handle) {
    MemorySegment counter = Arena.ofAuto().allocate(ZesLayouts.COUNTER);
    return () -> {
      int code = library.call(function, handle, counter);
      long micros = counter.get(JAVA_LONG, 0);
      return code == ZesStatus.SUCCESS
          ? Reading.of((micros >= 0 ? micros : micros + 0x1p64) * MICRO, "", function)
          : ZesStatus.refused(function, code);
    };
  }

  /** W that a domain is held to in the long run, by the newer of two functions that answers. */
  Supplier<Reading<Double>> cap(MemorySegment power) {
    Supplier<Reading<Double>> newer = newerCap(power);
    Supplier<Reading<Double>> older = olderCap(power);
    return newer.get().isPresent() ? newer : older;
  }

  private Supplier<Reading<Double>> newerCap(MemorySegment power) {
    String function = "zesPowerGetLimitsExt";
    MemorySegment count = Arena.ofAuto().allocate(JAVA_INT);
    MemorySegment limits = Arena.ofAuto().allocate(ZesLayouts.LIMIT, MOST_LIMITS);
    long size = ZesLayouts.LIMIT.byteSize();
    return () -> {
      count.set(JAVA_INT, 0, MOST_LIMITS);
      for (int i = 0; i < MOST_LIMITS; i++) {
        limits.set(JAVA_INT, i * size, ZesLayouts.LIMIT_TYPE);
      }
      int code = library.call(function, power, count, limits);
      if (code != ZesStatus.SUCCESS) {
        return ZesStatus.refused(function, code);
      }
      long filled = Integer.toUnsignedLong(count.get(JAVA_INT, 0));
      for (int i = 0; i < Math.min(filled, MOST_LIMITS); i++) {
        MemorySegment limit = limits.asSlice(i * size, size);
        if (ZesLayouts.integer(limit, ZesLayouts.LIMIT, "level") == SUSTAINED
            && ZesLayouts.integer(limit, ZesLayouts.LIMIT, "limitUnit") == IN_MILLIWATTS
            && ZesLayouts.flag(limit, ZesLayouts.LIMIT, "enabled")) {
          return milliwatts(function, ZesLayouts.integer(limit, ZesLayouts.LIMIT, "limit"));
        }
      }
      return Reading.unsupported("no sustained limit is set (%s)".formatted(function));
    };
  }

  private Supplier<Reading<Double>> olderCap(MemorySegment power) {
    String function = "zesPowerGetLimits";
    MemorySegment limit = Arena.ofAuto().allocate(ZesLayouts.SUSTAINED);
    return () -> {
      int code = library.call(function, power, limit, MemorySegment.NULL, MemorySegment.NULL);
      if (code != ZesStatus.SUCCESS) {
        return ZesStatus.refused(function, code);
      }
      return ZesLayouts.flag(limit, ZesLayouts.SUSTAINED, "enabled")
          ? milliwatts(function, ZesLayouts.integer(limit, ZesLayouts.SUSTAINED, "power"))
          : Reading.unsupported("no sustained limit is set (%s)".formatted(function));
    };
  }

  private static Reading<Double> milliwatts(String function, int value) {
    double watts = value * 1e-3;
    return watts > 0 && watts < MOST_WATTS
        ? Reading.of(watts, "W", function)
        : Reading.unreadable("%s says %s W, which is no limit".formatted(function, watts));
  }

  /** Hz. */
  Supplier<Reading<Double>> hertz(MemorySegment frequency) {
    String function = "zesFrequencyGetState";
    MemorySegment state = state();
    long at = ZesLayouts.offset(ZesLayouts.FREQUENCY_STATE, "actual");
    return () -> {
      int code = library.call(function, frequency, state);
      if (code != ZesStatus.SUCCESS) {
        return ZesStatus.refused(function, code);
      }
      double megahertz = state.get(JAVA_DOUBLE, at);
      return megahertz < 0
          ? Reading.unsupported("the actual frequency is not known (%s)".formatted(function))
          : finite(Quantity.FREQUENCY, megahertz, 1e6, "Hz", function);
    };
  }

  /** Bits of {@code zes_freq_throttle_reason_flags_t}. */
  Supplier<Reading<Double>> reasons(MemorySegment frequency) {
    String function = "zesFrequencyGetState";
    MemorySegment state = state();
    return () -> {
      int code = library.call(function, frequency, state);
      int bits = ZesLayouts.integer(state, ZesLayouts.FREQUENCY_STATE, "throttleReasons");
      return code == ZesStatus.SUCCESS
          ? Reading.of((double) Integer.toUnsignedLong(bits), "1", function)
          : ZesStatus.refused(function, code);
    };
  }

  private static MemorySegment state() {
    MemorySegment state = Arena.ofAuto().allocate(ZesLayouts.FREQUENCY_STATE);
    state.set(JAVA_INT, 0, ZesLayouts.FREQUENCY_STATE_TYPE);
    return state;
  }

  /** °C. */
  Supplier<Reading<Double>> celsius(MemorySegment sensor) {
    String function = "zesTemperatureGetState";
    MemorySegment celsius = Arena.ofAuto().allocate(JAVA_DOUBLE);
    return () -> {
      int code = library.call(function, sensor, celsius);
      return code == ZesStatus.SUCCESS
          ? finite(Quantity.TEMPERATURE, celsius.get(JAVA_DOUBLE, 0), 1, "°C", function)
          : ZesStatus.refused(function, code);
    };
  }

  private static Reading<Double> finite(
      Quantity quantity, double value, double factor, String unit, String function) {
    return Double.isFinite(value)
        ? quantity.of(Reading.of(value, unit, function), factor)
        : Reading.unreadable("%s says %s".formatted(function, value));
  }
}
