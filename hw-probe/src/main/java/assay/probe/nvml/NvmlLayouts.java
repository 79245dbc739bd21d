package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/** Structures of {@code nvml.h}; all on 64-bit Linux. */
final class NvmlLayouts {

  /** {@code nvmlFieldValue_t}: one counter or gauge, with a return code of its own. */
  static final StructLayout FIELD_VALUE =
      MemoryLayout.structLayout(
          JAVA_INT.withName("fieldId"),
          JAVA_INT.withName("scopeId"),
          JAVA_LONG.withName("timestamp"),
          JAVA_LONG.withName("latencyUsec"),
          JAVA_INT.withName("valueType"),
          JAVA_INT.withName("nvmlReturn"),
          JAVA_LONG.withName("value"));

  /** {@code nvmlSample_t}. */
  static final StructLayout SAMPLE =
      MemoryLayout.structLayout(JAVA_LONG.withName("timeStamp"), JAVA_LONG.withName("sampleValue"));

  /** {@code nvmlMemory_t}. */
  static final StructLayout MEMORY =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("total"), JAVA_LONG.withName("free"), JAVA_LONG.withName("used"));

  /** {@code nvmlMemory_v2_t}. */
  static final StructLayout MEMORY_V2 =
      MemoryLayout.structLayout(
          JAVA_INT.withName("version"),
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("total"),
          JAVA_LONG.withName("reserved"),
          JAVA_LONG.withName("free"),
          JAVA_LONG.withName("used"));

  /** {@code nvmlTemperature_v1_t}. */
  static final StructLayout TEMPERATURE_V1 =
      MemoryLayout.structLayout(
          JAVA_INT.withName("version"),
          JAVA_INT.withName("sensorType"),
          JAVA_INT.withName("temperature"));

  /** {@code nvmlPciInfo_t}, third version. */
  static final StructLayout PCI_INFO =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("busIdLegacy"),
          JAVA_INT.withName("domain"),
          JAVA_INT.withName("bus"),
          JAVA_INT.withName("device"),
          JAVA_INT.withName("pciDeviceId"),
          JAVA_INT.withName("pciSubSystemId"),
          MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("busId"));

  private NvmlLayouts() {}

  /** {@code NVML_STRUCT_VERSION}: the structure's size and the number of its version. */
  static int version(StructLayout layout, int number) {
    return (int) layout.byteSize() | number << 24;
  }

  static long offset(StructLayout layout, String field) {
    return layout.byteOffset(PathElement.groupElement(field));
  }
}
