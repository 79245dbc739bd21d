package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.List;
import java.util.function.Supplier;

/** Functions of one device that are called over and over, each with memory of its own. */
final class NvmlReads {

  private final VendorLibrary library;
  private final MemorySegment handle;

  NvmlReads(NvmlDevice device) {
    library = device.library;
    handle = device.handle;
  }

  Supplier<Reading<Long>> number(String function) {
    MemorySegment number = Arena.ofAuto().allocate(JAVA_INT);
    return () -> narrow(function, library.call(function, handle, number), number);
  }

  Supplier<Reading<Long>> number(String function, int which) {
    MemorySegment number = Arena.ofAuto().allocate(JAVA_INT);
    return () -> narrow(function, library.call(function, handle, which, number), number);
  }

  Supplier<Reading<Long>> wide(String function) {
    MemorySegment number = Arena.ofAuto().allocate(JAVA_LONG);
    return () -> wide(function, library.call(function, handle, number), number);
  }

  /** {@code nvmlDeviceGetTotalEccErrors} since the driver was loaded; 0 corrected, 1 not. */
  Supplier<Reading<Long>> errors(int type) {
    String function = "nvmlDeviceGetTotalEccErrors";
    MemorySegment number = Arena.ofAuto().allocate(JAVA_LONG);
    return () -> wide(function, library.call(function, handle, type, 0, number), number);
  }

  /** °C of the die by the function of API 13. */
  Supplier<Reading<Long>> temperature() {
    String function = "nvmlDeviceGetTemperatureV";
    StructLayout layout = NvmlLayouts.TEMPERATURE_V1;
    MemorySegment asked = Arena.ofAuto().allocate(layout);
    long at = NvmlLayouts.offset(layout, "temperature");
    return () -> {
      asked.fill((byte) 0);
      asked.set(JAVA_INT, 0, NvmlLayouts.version(layout, 1));
      int code = library.call(function, handle, asked);
      return code == NvmlStatus.SUCCESS
          ? Reading.of((long) asked.get(JAVA_INT, at), "", function)
          : NvmlStatus.refused(function, code);
    };
  }

  /** The first of them that gives a value now, else the first. */
  static Supplier<Reading<Long>> first(List<Supplier<Reading<Long>>> ways) {
    return ways.stream().filter(way -> way.get().isPresent()).findFirst().orElse(ways.getFirst());
  }

  private static Reading<Long> narrow(String function, int code, MemorySegment number) {
    return code == NvmlStatus.SUCCESS
        ? Reading.of(Integer.toUnsignedLong(number.get(JAVA_INT, 0)), "", function)
        : NvmlStatus.refused(function, code);
  }

  private static Reading<Long> wide(String function, int code, MemorySegment number) {
    return code == NvmlStatus.SUCCESS
        ? Reading.of(number.get(JAVA_LONG, 0), "", function)
        : NvmlStatus.refused(function, code);
  }
}
