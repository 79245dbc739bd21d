package assay.datasets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Decodes the stored types that are no kernel's {@code Format}. */
final class OtherTypes {

  private static final ValueLayout.OfShort LE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private OtherTypes() {}

  static void decode(StoredType type, MemorySegment data, long at, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = one(type, data, at + (long) i * type.blockBytes());
    }
  }

  private static float one(StoredType type, MemorySegment data, long at) {
    return switch (type.text()) {
      case "u8" -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at));
      case "bool" -> data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
      case "u16" -> Short.toUnsignedInt(data.get(LE_SHORT, at));
      case "u32" -> Integer.toUnsignedLong(data.get(LE_INT, at));
      case "i64" -> data.get(LE_LONG, at);
      case "u64" -> unsigned(data.get(LE_LONG, at));
      case "f8_e4m3" -> e4m3(data.get(ValueLayout.JAVA_BYTE, at));
      case "f8_e5m2" -> Float.float16ToFloat((short) (data.get(ValueLayout.JAVA_BYTE, at) << 8));
      default -> throw new IllegalArgumentException("no decoder for " + type);
    };
  }

  /** Halved with a sticky bit, so that the one rounding goes the same way. */
  private static float unsigned(long value) {
    return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
  }

  private static float e4m3(byte code) {
    int exponent = (code >> 3) & 0xF;
    int mantissa = code & 0x7;
    if (exponent == 0xF && mantissa == 0x7) {
      return Float.NaN;
    }
    float magnitude =
        exponent == 0 ? mantissa * 0x1p-9f : Math.scalb(1 + mantissa / 8f, exponent - 7);
    return code < 0 ? -magnitude : magnitude;
  }
}
