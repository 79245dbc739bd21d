package assay.probe.amdsmi;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.sensor.Quantity;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/** Values of one GPU that are asked over and over, each with memory of its own, in SI units. */
final class AmdSmiReads {

  /** Bytes; the longest structure so far, the violations of version 26, takes some 7,000. */
  private static final int ROOM = 1 << 15;

  private static final double MOST_WATTS = 1e5;
  private static final double MICRO = 1e-6;

  private final VendorLibrary library;
  private final AmdSmiRelease release;
  private final MemorySegment gpu;

  AmdSmiReads(AmdSmi smi, MemorySegment gpu) {
    library = smi.library();
    release = smi.release();
    this.gpu = gpu;
  }

  /** J since the GPU was powered: an accumulator times its resolution in microjoules. */
  Supplier<Reading<Double>> joules() {
    String function = "amdsmi_get_energy_count";
    MemorySegment count = Arena.ofAuto().allocate(JAVA_LONG);
    MemorySegment resolution = Arena.ofAuto().allocate(JAVA_FLOAT);
    MemorySegment stamp = Arena.ofAuto().allocate(JAVA_LONG);
    return () -> {
      int code = library.call(function, gpu, count, resolution, stamp);
      if (code != AmdSmiStatus.SUCCESS) {
        return AmdSmiStatus.refused(function, code);
      }
      long ticks = count.get(JAVA_LONG, 0);
      float micros = resolution.get(JAVA_FLOAT, 0);
      if (ticks == -1) {
        return notStated(function);
      }
      if (ticks == 0) {
        return Reading.unsupported(
            "%s counts nothing: on a card of two dies, the first counts for both"
                .formatted(function));
      }
      return micros > 0 && micros < 1e6
          ? Quantity.ENERGY.of(Reading.of(unsigned(ticks) * micros, "J", function), MICRO)
          : Reading.unreadable(
              "%s states a resolution of %s microjoules".formatted(function, micros));
    };
  }

  /** W of the socket, at this moment or as a mean; a GPU states one of the two. */
  Supplier<Reading<Double>> watts(boolean current) {
    String function = "amdsmi_get_power_info";
    MemorySegment info = Arena.ofAuto().allocate(ROOM, Long.BYTES);
    int at = current ? release.currentPower : release.averagePower;
    return () -> {
      info.asSlice(0, Long.BYTES * 2).fill((byte) 0xff);
      int code = library.call(function, gpu, info);
      if (code != AmdSmiStatus.SUCCESS) {
        return AmdSmiStatus.refused(function, code);
      }
      int watts = info.get(JAVA_INT, at);
      // Some releases write 16 bits of ones.
      return watts == -1 || watts == 0xffff
          ? notStated(function + (current ? "'s current power" : "'s average power"))
          : plausible(function, Integer.toUnsignedLong(watts));
    };
  }

  /** W; microwatts from ROCm 6.1.2 on, and watts before, which are no number of microwatts. */
  Supplier<Reading<Double>> cap() {
    String function = "amdsmi_get_power_cap_info";
    MemorySegment info = Arena.ofAuto().allocate(ROOM, Long.BYTES);
    return () -> {
      int code = library.call(function, gpu, 0, info);
      return code == AmdSmiStatus.SUCCESS
          ? plausible(function, unsigned(info.get(JAVA_LONG, 0)) * MICRO)
          : AmdSmiStatus.refused(function, code);
    };
  }

  /** °C now, of {@code amdsmi_temperature_type_t}. */
  Supplier<Reading<Double>> celsius(int type) {
    String function = "amdsmi_get_temp_metric";
    MemorySegment celsius = Arena.ofAuto().allocate(JAVA_LONG);
    return () -> {
      int code = library.call(function, gpu, type, 0, celsius);
      return code == AmdSmiStatus.SUCCESS
          ? Quantity.TEMPERATURE.of(
              Reading.of((double) celsius.get(JAVA_LONG, 0), "°C", function), 1)
          : AmdSmiStatus.refused(function, code);
    };
  }

  /** Hz, of {@code amdsmi_clk_type_t}. */
  Supplier<Reading<Double>> hertz(int type) {
    String function = "amdsmi_get_clock_info";
    MemorySegment info = Arena.ofAuto().allocate(ROOM, Long.BYTES);
    return () -> {
      int code = library.call(function, gpu, type, info);
      if (code != AmdSmiStatus.SUCCESS) {
        return AmdSmiStatus.refused(function, code);
      }
      int megahertz = info.get(JAVA_INT, 0);
      return megahertz == -1
          ? notStated(function)
          : Quantity.FREQUENCY.of(
              Reading.of((double) Integer.toUnsignedLong(megahertz), "Hz", function), 1e6);
    };
  }

  /** Errors of all memory, 0 corrected, 1 not. */
  Supplier<Reading<Double>> errors(int which) {
    String function = "amdsmi_get_gpu_total_ecc_count";
    MemorySegment counts = Arena.ofAuto().allocate(ROOM, Long.BYTES);
    return () -> {
      int code = library.call(function, gpu, counts);
      if (code != AmdSmiStatus.SUCCESS) {
        return AmdSmiStatus.refused(function, code);
      }
      long count = counts.get(JAVA_LONG, Long.BYTES * (long) which);
      return count == -1 ? notStated(function) : Reading.of(unsigned(count), "1", function);
    };
  }

  private static Reading<Double> plausible(String function, double watts) {
    return watts >= 1 && watts < MOST_WATTS
        ? Reading.of(watts, "W", function)
        : Reading.unreadable(
            "%s says %s W, which nothing that runs draws".formatted(function, watts));
  }

  private static Reading<Double> notStated(String what) {
    return Reading.unsupported("this GPU does not state it (%s is N/A)".formatted(what));
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : value + 0x1p64;
  }
}
