package assay.probe.levelzero;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** Structures of {@code zes_api.h} on 64-bit systems. */
final class ZesLayouts {

  static final int PCI_TYPE = 0x2;
  static final int FREQUENCY_TYPE = 0x9;
  static final int POWER_TYPE = 0xd;
  static final int TEMPERATURE_TYPE = 0x14;
  static final int FREQUENCY_STATE_TYPE = 0x1b;
  static final int LIMIT_TYPE = 0x27;
  static final int POWER_EXTENSION_TYPE = 0x28;

  /** {@code zes_pci_properties_t}. */
  static final StructLayout PCI =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_INT.withName("domain"),
          JAVA_INT.withName("bus"),
          JAVA_INT.withName("device"),
          JAVA_INT.withName("function"),
          JAVA_INT.withName("gen"),
          JAVA_INT.withName("width"),
          JAVA_LONG.withName("maxBandwidth"),
          MemoryLayout.sequenceLayout(3, JAVA_BYTE).withName("have"),
          MemoryLayout.paddingLayout(5));

  /** {@code zes_power_properties_t}. */
  static final StructLayout POWER =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_BYTE.withName("onSubdevice"),
          MemoryLayout.paddingLayout(3),
          JAVA_INT.withName("subdeviceId"),
          MemoryLayout.sequenceLayout(2, JAVA_BYTE).withName("can"),
          MemoryLayout.paddingLayout(2),
          JAVA_INT.withName("defaultLimit"),
          JAVA_INT.withName("minLimit"),
          JAVA_INT.withName("maxLimit"));

  /** {@code zes_power_ext_properties_t}. */
  static final StructLayout POWER_EXTENSION =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_INT.withName("domain"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("defaultLimit"));

  /** {@code zes_power_limit_ext_desc_t}. */
  static final StructLayout LIMIT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_INT.withName("level"),
          JAVA_INT.withName("source"),
          JAVA_INT.withName("limitUnit"),
          JAVA_BYTE.withName("enabledStateLocked"),
          JAVA_BYTE.withName("enabled"),
          JAVA_BYTE.withName("intervalValueLocked"),
          MemoryLayout.paddingLayout(1),
          JAVA_INT.withName("interval"),
          JAVA_BYTE.withName("limitValueLocked"),
          MemoryLayout.paddingLayout(3),
          JAVA_INT.withName("limit"),
          MemoryLayout.paddingLayout(4));

  /** {@code zes_power_sustained_limit_t}. */
  static final StructLayout SUSTAINED =
      MemoryLayout.structLayout(
          JAVA_BYTE.withName("enabled"),
          MemoryLayout.paddingLayout(3),
          JAVA_INT.withName("power"),
          JAVA_INT.withName("interval"));

  /** {@code zes_power_energy_counter_t} and {@code zes_freq_throttle_time_t}. */
  static final StructLayout COUNTER =
      MemoryLayout.structLayout(JAVA_LONG.withName("micros"), JAVA_LONG.withName("timestamp"));

  /** {@code zes_freq_properties_t}. */
  static final StructLayout FREQUENCY =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_INT.withName("type"),
          JAVA_BYTE.withName("onSubdevice"),
          MemoryLayout.paddingLayout(3),
          JAVA_INT.withName("subdeviceId"),
          MemoryLayout.sequenceLayout(2, JAVA_BYTE).withName("can"),
          MemoryLayout.paddingLayout(2),
          JAVA_DOUBLE.withName("min"),
          JAVA_DOUBLE.withName("max"));

  /** {@code zes_freq_state_t}. */
  static final StructLayout FREQUENCY_STATE =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_DOUBLE.withName("currentVoltage"),
          JAVA_DOUBLE.withName("request"),
          JAVA_DOUBLE.withName("tdp"),
          JAVA_DOUBLE.withName("efficient"),
          JAVA_DOUBLE.withName("actual"),
          JAVA_INT.withName("throttleReasons"),
          MemoryLayout.paddingLayout(4));

  /** {@code zes_temp_properties_t}. */
  static final StructLayout TEMPERATURE =
      MemoryLayout.structLayout(
          JAVA_INT.withName("stype"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("pNext"),
          JAVA_INT.withName("type"),
          JAVA_BYTE.withName("onSubdevice"),
          MemoryLayout.paddingLayout(3),
          JAVA_INT.withName("subdeviceId"),
          MemoryLayout.paddingLayout(4),
          JAVA_DOUBLE.withName("maxTemperature"),
          MemoryLayout.sequenceLayout(3, JAVA_BYTE).withName("is"),
          MemoryLayout.paddingLayout(5));

  private ZesLayouts() {}

  static long offset(StructLayout layout, String member) {
    return layout.byteOffset(PathElement.groupElement(member));
  }

  static int integer(MemorySegment structure, StructLayout layout, String member) {
    return structure.get(JAVA_INT, offset(layout, member));
  }

  static boolean flag(MemorySegment structure, StructLayout layout, String member) {
    return structure.get(JAVA_BYTE, offset(layout, member)) != 0;
  }
}
