package assay.kernels.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedOutputTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 60, 64, 4099})
  void allOfTheResultMayBeWritten(long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      var output = new GuardedOutput(bytes, arena);
      assertEquals(bytes, output.data().byteSize());
      assertEquals(0, output.data().address() % 64);
      output.data().fill((byte) 0);
      assertEquals(Optional.empty(), output.damage());
      output.poison();
      assertTrue(output.data().elements(ValueLayout.JAVA_BYTE).allMatch(GuardedOutputTest::isFull));
      assertEquals(Optional.empty(), output.damage());
    }
  }

  private static boolean isFull(MemorySegment one) {
    return one.get(ValueLayout.JAVA_BYTE, 0) == -1;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1   | wrote up to 1 bytes before the start of its output",
        "-256 | wrote up to 256 bytes before the start of its output",
        "12   | wrote up to 1 bytes beyond the end of its output",
        "15   | wrote up to 4 bytes beyond the end of its output",
        "267  | wrote up to 256 bytes beyond the end of its output"
      })
  void oneByteOutsideIsSeen(long at, String damage) {
    try (Arena arena = Arena.ofConfined()) {
      var output = new GuardedOutput(12, arena);
      MemorySegment.ofAddress(output.data().address() + at)
          .reinterpret(1)
          .set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
      assertEquals(Optional.of(damage), output.damage());
    }
  }

  @Test
  void poisonDoesNotHideDamage() {
    try (Arena arena = Arena.ofConfined()) {
      var output = new GuardedOutput(8, arena);
      output.data().reinterpret(12).set(ValueLayout.JAVA_FLOAT, 8, 1.5f);
      output.poison();
      assertEquals(
          Optional.of("wrote up to 4 bytes beyond the end of its output"), output.damage());
    }
  }
}
