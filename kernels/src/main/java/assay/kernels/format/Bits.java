package assay.kernels.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Little-endian, unaligned access to stored blocks, and the float helpers their formulas share. */
final class Bits {

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** 1.5 * 2^23: adding it leaves a float's integer part, rounded to even, in the low mantissa. */
  private static final float ROUNDER = 12582912f;

  private Bits() {}

  static int u8(MemorySegment source, long at) {
    return source.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  static int i8(MemorySegment source, long at) {
    return source.get(ValueLayout.JAVA_BYTE, at);
  }

  static int u16(MemorySegment source, long at) {
    return source.get(SHORT, at) & 0xffff;
  }

  static int i32(MemorySegment source, long at) {
    return source.get(INT, at);
  }

  static float half(MemorySegment source, long at) {
    return Float.float16ToFloat(source.get(SHORT, at));
  }

  static void putByte(MemorySegment target, long at, int value) {
    target.set(ValueLayout.JAVA_BYTE, at, (byte) value);
  }

  static void putShort(MemorySegment target, long at, int value) {
    target.set(SHORT, at, (short) value);
  }

  static void putInt(MemorySegment target, long at, int value) {
    target.set(INT, at, value);
  }

  static void putHalf(MemorySegment target, long at, float value) {
    target.set(SHORT, at, Float.floatToFloat16(value));
  }

  /** The value as it reads back after being stored as binary16. */
  static float throughHalf(float value) {
    return Float.float16ToFloat(Float.floatToFloat16(value));
  }

  /** Nearest integer, halves to even, for |value| below 2^22; what the K-quant searches use. */
  static int nearestEven(float value) {
    return (Float.floatToRawIntBits(value + ROUNDER) & 0x7fffff) - 0x400000;
  }

  /** Nearest integer, halves away from zero; what the plain block formats use. */
  static int nearestAway(float value) {
    int whole = (int) value;
    float rest = value - whole;
    return Math.abs(rest) >= 0.5f ? whole + (rest > 0 ? 1 : -1) : whole;
  }

  static int clamp(int value, int low, int high) {
    return Math.max(low, Math.min(high, value));
  }

  static float maxAbs(float[] x, int from, int count) {
    float max = 0;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, Math.abs(x[from + i]));
    }
    return max;
  }

  /** The element of largest magnitude with its sign, the first one where several tie. */
  static float extreme(float[] x, int from, int count) {
    float largest = 0;
    float extreme = 0;
    for (int i = 0; i < count; i++) {
      if (Math.abs(x[from + i]) > largest) {
        largest = Math.abs(x[from + i]);
        extreme = x[from + i];
      }
    }
    return extreme;
  }

  /** 1/value, or 0 where there is nothing to scale. */
  static float inverse(float value) {
    return value == 0 ? 0 : 1 / value;
  }

  /** The l for which {@code 2 l + 1} is nearest to a scale in units of d. */
  static int oddScale(float inverse, float scale, int largest) {
    return clamp(nearestEven(0.5f * (inverse * scale - 1)), 0, largest);
  }
}
