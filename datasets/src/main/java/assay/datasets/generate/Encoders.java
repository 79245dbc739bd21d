package assay.datasets.generate;

import assay.kernels.Format;
import assay.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Float rows to stored rows. */
final class Encoders {

  private static final ValueLayout.OfFloat LE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort LE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble LE_DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Encoders() {}

  static boolean canEncode(Format format) {
    return !format.isBlocked();
  }

  /** Elements that may be encoded in a fraction of a second: the size of the pool. */
  static long poolElements(Format format) {
    return 1 << 20;
  }

  static void encode(float[] row, Tensor tensor, long index) {
    MemorySegment to = tensor.row(index);
    for (int i = 0; i < row.length; i++) {
      switch (tensor.format()) {
        case F32 -> to.set(LE_FLOAT, 4L * i, row[i]);
        case F16 -> to.set(LE_SHORT, 2L * i, Float.floatToFloat16(row[i]));
        case BF16 -> to.set(LE_SHORT, 2L * i, bfloat16(row[i]));
        case F64 -> to.set(LE_DOUBLE, 8L * i, row[i]);
        case I8 ->
            to.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(Math.rint(row[i]), -128, 127));
        case I16 -> to.set(LE_SHORT, 2L * i, (short) Math.clamp(Math.rint(row[i]), -32768, 32767));
        case I32 -> to.set(LE_INT, 4L * i, (int) Math.rint(row[i]));
        default -> throw new IllegalArgumentException("no encoder for " + tensor.format());
      }
    }
  }

  /** Round to nearest even; finite values only. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
