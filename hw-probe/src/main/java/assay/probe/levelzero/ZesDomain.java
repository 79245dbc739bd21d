package assay.probe.levelzero;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.probe.Reading;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * What a domain of power, clock or heat belongs to.
 *
 * @param type as its own enumeration numbers it; for power 0 where the driver does not say
 * @param tile the sub-device that it is of, or -1 for the whole device
 */
record ZesDomain(int type, int tile) {

  static Reading<ZesDomain> frequency(VendorLibrary library, MemorySegment handle) {
    return of(
        library,
        "zesFrequencyGetProperties",
        handle,
        ZesLayouts.FREQUENCY,
        ZesLayouts.FREQUENCY_TYPE);
  }

  static Reading<ZesDomain> temperature(VendorLibrary library, MemorySegment handle) {
    return of(
        library,
        "zesTemperatureGetProperties",
        handle,
        ZesLayouts.TEMPERATURE,
        ZesLayouts.TEMPERATURE_TYPE);
  }

  private static Reading<ZesDomain> of(
      VendorLibrary library, String function, MemorySegment handle, StructLayout layout, int type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment properties = arena.allocate(layout);
      properties.set(JAVA_INT, 0, type);
      int code = library.call(function, handle, properties);
      return code == ZesStatus.SUCCESS
          ? Reading.of(
              new ZesDomain(
                  ZesLayouts.integer(properties, layout, "type"), tile(properties, layout)),
              "",
              function)
          : ZesStatus.refused(function, code);
    }
  }

  /** The kind of a power domain stands in a chained structure that older drivers leave alone. */
  static Reading<ZesDomain> power(VendorLibrary library, MemorySegment handle) {
    String function = "zesPowerGetProperties";
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(ZesLayouts.LIMIT);
      limit.set(JAVA_INT, 0, ZesLayouts.LIMIT_TYPE);
      MemorySegment extension = arena.allocate(ZesLayouts.POWER_EXTENSION);
      extension.set(JAVA_INT, 0, ZesLayouts.POWER_EXTENSION_TYPE);
      extension.set(ADDRESS, ZesLayouts.offset(ZesLayouts.POWER_EXTENSION, "defaultLimit"), limit);
      MemorySegment properties = arena.allocate(ZesLayouts.POWER);
      properties.set(JAVA_INT, 0, ZesLayouts.POWER_TYPE);
      properties.set(ADDRESS, ZesLayouts.offset(ZesLayouts.POWER, "pNext"), extension);
      int code = library.call(function, handle, properties);
      return code == ZesStatus.SUCCESS
          ? Reading.of(
              new ZesDomain(
                  ZesLayouts.integer(extension, ZesLayouts.POWER_EXTENSION, "domain"),
                  tile(properties, ZesLayouts.POWER)),
              "",
              function)
          : ZesStatus.refused(function, code);
    }
  }

  private static int tile(MemorySegment properties, StructLayout layout) {
    return ZesLayouts.flag(properties, layout, "onSubdevice")
        ? ZesLayouts.integer(properties, layout, "subdeviceId")
        : -1;
  }
}
