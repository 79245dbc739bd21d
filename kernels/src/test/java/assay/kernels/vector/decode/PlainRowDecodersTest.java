package assay.kernels.vector.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The 16-bit formats have few enough codes to try them all, at every tail length. */
final class PlainRowDecodersTest {

  private static final int GUARD = 3;

  @Test
  void everyHalfDecodesAsTheJdkSays() {
    float[] decoded = decodeAll(Format.F16);
    for (int code = 0; code < 1 << 16; code++) {
      assertSameFloat(Float.float16ToFloat((short) code), decoded[code], code);
    }
  }

  @Test
  void everyBf16IsTheUpperHalfOfAFloat() {
    float[] decoded = decodeAll(Format.BF16);
    for (int code = 0; code < 1 << 16; code++) {
      assertSameFloat(Float.intBitsToFloat(code << 16), decoded[code], code);
    }
  }

  @Test
  void tailsAreDecodedAndNothingBeyondIsTouched() {
    for (Format format : new Format[] {Format.F32, Format.F16, Format.BF16}) {
      for (int count = 0; count < 70; count++) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment source = arena.allocate(format.bytesFor(count + 1));
          source.fill((byte) 0x3C);
          float[] destination = new float[count + 2 * GUARD];
          RowDecoders.of(format).decode(source, format.bytesFor(1), destination, GUARD, count);
          for (int i = 0; i < destination.length; i++) {
            boolean inside = i >= GUARD && i < GUARD + count;
            assertEquals(inside, destination[i] != 0, format + " of " + count + " at " + i);
          }
        }
      }
    }
  }

  private static float[] decodeAll(Format format) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(2 << 16);
      for (int code = 0; code < 1 << 16; code++) {
        source.setAtIndex(ValueLayout.JAVA_SHORT, code, (short) code);
      }
      float[] decoded = new float[1 << 16];
      RowDecoders.of(format).decode(source, 0, decoded, 0, decoded.length);
      return decoded;
    }
  }

  /** NaNs may differ in payload: hardware quiets a signalling one. */
  private static void assertSameFloat(float expected, float actual, int code) {
    if (Float.isNaN(expected)) {
      assertTrue(Float.isNaN(actual), "code " + code);
    } else {
      assertEquals(
          Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual), "code " + code);
    }
  }
}
