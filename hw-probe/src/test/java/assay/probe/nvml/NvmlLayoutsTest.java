package assay.probe.nvml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/** Sizes and places as a C compiler of 64-bit Linux gives them to {@code nvml.h}. */
class NvmlLayoutsTest {

  @Test
  void structuresAreAsLongAsInC() {
    assertEquals(40, NvmlLayouts.FIELD_VALUE.byteSize());
    assertEquals(16, NvmlLayouts.SAMPLE.byteSize());
    assertEquals(24, NvmlLayouts.MEMORY.byteSize());
    assertEquals(40, NvmlLayouts.MEMORY_V2.byteSize());
    assertEquals(12, NvmlLayouts.TEMPERATURE_V1.byteSize());
    assertEquals(68, NvmlLayouts.PCI_INFO.byteSize());
  }

  @Test
  void membersStandWhereCHasThem() {
    at(8, NvmlLayouts.FIELD_VALUE, "timestamp");
    at(24, NvmlLayouts.FIELD_VALUE, "valueType");
    at(28, NvmlLayouts.FIELD_VALUE, "nvmlReturn");
    at(32, NvmlLayouts.FIELD_VALUE, "value");
    at(8, NvmlLayouts.MEMORY_V2, "total");
    at(8, NvmlLayouts.TEMPERATURE_V1, "temperature");
    at(16, NvmlLayouts.PCI_INFO, "domain");
    at(28, NvmlLayouts.PCI_INFO, "pciDeviceId");
    at(36, NvmlLayouts.PCI_INFO, "busId");
  }

  @Test
  void aVersionHoldsTheSize() {
    assertEquals(0x02000028, NvmlLayouts.version(NvmlLayouts.MEMORY_V2, 2));
    assertEquals(0x0100000c, NvmlLayouts.version(NvmlLayouts.TEMPERATURE_V1, 1));
  }

  private static void at(long offset, StructLayout layout, String member) {
    assertEquals(offset, NvmlLayouts.offset(layout, member), member);
  }
}
