package assay.probe.levelzero;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/** Sizes and places as a C compiler of 64-bit Linux gives them to {@code zes_api.h} of 2026. */
class ZesLayoutsTest {

  @Test
  void structuresAreAsLongAsInC() {
    assertEquals(56, ZesLayouts.PCI.byteSize());
    assertEquals(40, ZesLayouts.POWER.byteSize());
    assertEquals(32, ZesLayouts.POWER_EXTENSION.byteSize());
    assertEquals(48, ZesLayouts.LIMIT.byteSize());
    assertEquals(12, ZesLayouts.SUSTAINED.byteSize());
    assertEquals(16, ZesLayouts.COUNTER.byteSize());
    assertEquals(48, ZesLayouts.FREQUENCY.byteSize());
    assertEquals(64, ZesLayouts.FREQUENCY_STATE.byteSize());
    assertEquals(48, ZesLayouts.TEMPERATURE.byteSize());
  }

  @Test
  void membersStandWhereCHasThem() {
    at(16, ZesLayouts.PCI, "domain");
    at(20, ZesLayouts.POWER, "subdeviceId");
    at(16, ZesLayouts.POWER_EXTENSION, "domain");
    at(24, ZesLayouts.POWER_EXTENSION, "defaultLimit");
    at(29, ZesLayouts.LIMIT, "enabled");
    at(32, ZesLayouts.LIMIT, "interval");
    at(40, ZesLayouts.LIMIT, "limit");
    at(4, ZesLayouts.SUSTAINED, "power");
    at(20, ZesLayouts.FREQUENCY, "onSubdevice");
    at(24, ZesLayouts.FREQUENCY, "subdeviceId");
    at(48, ZesLayouts.FREQUENCY_STATE, "actual");
    at(56, ZesLayouts.FREQUENCY_STATE, "throttleReasons");
    at(24, ZesLayouts.TEMPERATURE, "subdeviceId");
  }

  private static void at(long offset, StructLayout layout, String member) {
    assertEquals(offset, ZesLayouts.offset(layout, member), member);
  }
}
