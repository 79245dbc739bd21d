package assay.kernels.vector.decode;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Stored bytes as int lanes, one lane an element.
 *
 * <p>Widening first and masking afterwards keeps all bit work in 32-bit lanes: x86 has no byte
 * shift, so C2 would emulate one for every nibble.
 */
final class Loads {

  static final int LANES = VectorShapes.LANES;

  /** 0, 1, 2, … in int lanes. */
  static final IntVector IOTA = IntVector.zero(VectorShapes.I32).addIndex(1);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** As many bytes as int lanes; four bytes are no species, they travel in an int instead. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * LANES)));

  private static final VectorSpecies<Byte> BYTE_PAIRS =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(16 * LANES));

  private static final IntVector BYTE_SHIFTS = IOTA.mul(8);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private Loads() {}

  static float half(MemorySegment source, long offset) {
    return Float.float16ToFloat(source.get(SHORT, offset));
  }

  static int int16(MemorySegment source, long offset) {
    return source.get(SHORT, offset);
  }

  static int int32(MemorySegment source, long offset) {
    return source.get(INT, offset);
  }

  static long int64(MemorySegment source, long offset) {
    return source.get(LONG, offset);
  }

  static int unsignedByte(MemorySegment source, long offset) {
    return source.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  static int signedByte(MemorySegment source, long offset) {
    return source.get(ValueLayout.JAVA_BYTE, offset);
  }

  /** {@link #LANES} unsigned bytes. */
  static IntVector unsignedBytes(MemorySegment source, long offset) {
    if (LANES == 4) {
      return IntVector.broadcast(VectorShapes.I32, int32(source, offset))
          .lanewise(VectorOperators.LSHR, BYTE_SHIFTS)
          .and(0xFF);
    }
    return (IntVector)
        ByteVector.fromMemorySegment(BYTES, source, offset, LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_B2I, VectorShapes.I32, 0);
  }

  /** {@link #LANES} signed bytes. */
  static IntVector signedBytes(MemorySegment source, long offset) {
    if (LANES == 4) {
      return unsignedBytes(source, offset)
          .lanewise(VectorOperators.LSHL, 24)
          .lanewise(VectorOperators.ASHR, 24);
    }
    return (IntVector)
        ByteVector.fromMemorySegment(BYTES, source, offset, LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2I, VectorShapes.I32, 0);
  }

  /**
   * {@link #LANES} unsigned 16-bit numbers.
   *
   * <p>Loaded as bytes: a short vector out of a segment over a byte array is no intrinsic in JDK 25
   * and would box.
   */
  static IntVector unsignedShorts(MemorySegment source, long offset) {
    return (IntVector)
        ByteVector.fromMemorySegment(BYTE_PAIRS, source, offset, LITTLE_ENDIAN)
            .reinterpretAsShorts()
            .convertShape(VectorOperators.ZERO_EXTEND_S2I, VectorShapes.I32, 0);
  }

  /** Bit {@code first + lane} of {@code word} in each lane, as 0 or 1. */
  static IntVector bits(int word, int first) {
    return IntVector.broadcast(VectorShapes.I32, word >>> first)
        .lanewise(VectorOperators.LSHR, IOTA)
        .and(1);
  }
}
