package assay.kernels.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecsTest {

  @ParameterizedTest
  @EnumSource
  void aPartOfABlockIsRefused(Format format) {
    if (format.isBlocked()) {
      MemorySegment data = MemorySegment.ofArray(new byte[format.blockBytes()]);
      var thrown =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  Codecs.of(format).decode(data, 0, new float[512], 0, format.blockElements() - 1));
      assertTrue(thrown.getMessage().contains(format.text()), thrown.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void decodesAtAnyOffsetAndPosition(Format format) {
    int blocks = format.isBlocked() ? 3 : 64;
    byte[] bytes = new byte[blocks * format.blockBytes()];
    new SplittableRandom(format.ordinal()).nextBytes(bytes);
    byte[] shifted = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, shifted, 7, bytes.length);
    int count = blocks * format.blockElements();
    float[] straight = new float[count];
    float[] moved = new float[count + 5];
    Codecs.of(format).decode(MemorySegment.ofArray(bytes), 0, straight, 0, count);
    Codecs.of(format).decode(MemorySegment.ofArray(shifted), 7, moved, 5, count);
    assertArrayEquals(straight, java.util.Arrays.copyOfRange(moved, 5, count + 5));
  }

  @ParameterizedTest
  @EnumSource
  void aMagnitudeIsNoLessThanItsValue(Format format) {
    int count = 20 * format.blockElements();
    byte[] bytes = new byte[(int) format.bytesFor(count)];
    new SplittableRandom(99 + format.ordinal()).nextBytes(bytes);
    float[] values = new float[count];
    float[] magnitudes = new float[count];
    Codecs.of(format).decode(MemorySegment.ofArray(bytes), 0, values, 0, count);
    Codecs.of(format).decodeMagnitude(MemorySegment.ofArray(bytes), 0, magnitudes, 0, count);
    for (int i = 0; i < count; i++) {
      assertTrue(
          Float.isNaN(values[i])
              || Float.isNaN(magnitudes[i])
              || magnitudes[i] >= Math.abs(values[i]),
          format + " element " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeWrittenSaysWhy(Format format) {
    Codec codec = Codecs.of(format);
    if (!codec.canEncode()) {
      MemorySegment data = MemorySegment.ofArray(new byte[format.blockBytes()]);
      var thrown =
          assertThrows(
              UnsupportedOperationException.class,
              () -> codec.encode(new float[256], 0, 256, data, 0));
      assertEquals(format + " cannot be written without an importance matrix", thrown.getMessage());
    }
  }

  @Test
  void bfloat16RoundsToNearestEvenAndKeepsNan() {
    for (int high = 0; high < 1 << 16; high++) {
      short bits = (short) high;
      float exact = Bfloat16.toFloat(bits);
      if (Float.isNaN(exact)) {
        assertTrue(Float.isNaN(Bfloat16.toFloat(Bfloat16.fromFloat(exact))));
        continue;
      }
      assertEquals(bits, Bfloat16.fromFloat(exact));
      if (Float.isInfinite(exact)) {
        continue;
      }
      int even = (high & 1) == 0 ? high : high + 1;
      assertEquals(bits, Bfloat16.fromFloat(Float.intBitsToFloat(high << 16 | 0x7fff)));
      assertEquals((short) even, Bfloat16.fromFloat(Float.intBitsToFloat(high << 16 | 0x8000)));
      assertEquals(
          (short) (high + 1), Bfloat16.fromFloat(Float.intBitsToFloat(high << 16 | 0x8001)));
    }
    // A NaN whose payload lies in the half that is cut off must not become an infinity.
    assertTrue(Float.isNaN(Bfloat16.toFloat(Bfloat16.fromFloat(Float.intBitsToFloat(0x7f800001)))));
  }

  @Test
  void integersRoundSaturateAndTurnNanIntoZero() {
    float[] values = {1.5f, 2.5f, -2.5f, 300, -300, Float.NaN, Float.POSITIVE_INFINITY, -0f};
    byte[] bytes = new byte[8];
    Codecs.of(Format.I8).encode(values, 0, 8, MemorySegment.ofArray(bytes), 0);
    assertArrayEquals(new byte[] {2, 2, -2, 127, -128, 0, 127, 0}, bytes);
  }

  /** Decoded values are representable, so writing them again changes nothing that is read back. */
  @ParameterizedTest
  @EnumSource(
      names = {"F32", "F16", "BF16", "F64", "I8", "I16", "Q8_0", "Q4_0", "MXFP4", "TQ1_0", "TQ2_0"})
  void writingWhatWasReadChangesNothing(Format format) {
    int count = 8 * Math.max(32, format.blockElements());
    float[] values = new float[count];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-100, 100);
    }
    float[] once = through(format, values);
    assertArrayEquals(once, through(format, once));
  }

  private static float[] through(Format format, float[] values) {
    MemorySegment data = MemorySegment.ofArray(new byte[(int) format.bytesFor(values.length)]);
    Codecs.of(format).encode(values, 0, values.length, data, 0);
    float[] decoded = new float[values.length];
    Codecs.of(format).decode(data, 0, decoded, 0, values.length);
    return decoded;
  }
}
