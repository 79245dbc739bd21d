package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of a telemetry table that are not as the interface has them are left out. */
class PluginSensorTest {

  private static MemorySegment power() {
    MemorySegment struct = Arena.ofAuto().allocate(PluginSensor.BYTES, 8);
    struct.set(JAVA_INT, 4, 1);
    struct.set(JAVA_INT, 8, 3);
    struct.setString(48, "W");
    return struct;
  }

  private static boolean isTaken(MemorySegment struct) {
    return PluginSensor.of(struct).isPresent();
  }

  @Test
  void aRowOfZerosButItsKindIsTaken() {
    assertEquals("plugin.power.board", PluginSensor.of(power()).orElseThrow().id());
  }

  /** By the header's offsets of accuracy and wraps_at. */
  @ParameterizedTest
  @CsvSource({"32, NaN", "32, -1", "40, NaN", "40, Infinity", "40, -1"})
  void aNumberThatIsNoMagnitudeIsNot(long offset, double value) {
    MemorySegment struct = power();
    struct.set(JAVA_DOUBLE, offset, value);
    assertEquals(false, isTaken(struct));
  }

  /** By the header's offsets of period_nanos and window_nanos. */
  @ParameterizedTest
  @CsvSource({"16", "24"})
  void aTimeOfCenturiesIsNot(long offset) {
    MemorySegment struct = power();
    struct.set(JAVA_LONG, offset, -1);
    assertEquals(false, isTaken(struct));
  }

  /** By the header's offsets of quantity and scope. */
  @ParameterizedTest
  @CsvSource({"4, 0", "4, 7", "4, -1", "8, 0", "8, 7"})
  void aKindThatThereIsNotIsNot(long offset, int value) {
    MemorySegment struct = power();
    struct.set(JAVA_INT, offset, value);
    assertEquals(false, isTaken(struct));
  }
}
