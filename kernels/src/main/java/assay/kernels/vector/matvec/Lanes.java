package assay.kernels.vector.matvec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Reads one value for each lane of a float vector from packed memory. */
final class Lanes {

  static final VectorSpecies<Float> F32 = VectorShapes.F32;
  static final int COUNT = VectorShapes.LANES;

  /** As many bytes as a float vector has lanes; never narrower than the smallest species. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * COUNT)));

  private static final VectorSpecies<Byte> BYTE_PAIRS =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(16 * COUNT));

  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(16 * COUNT));

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private Lanes() {}

  static FloatVector floats(float[] source, int index) {
    return FloatVector.fromArray(F32, source, index);
  }

  static ByteVector bytes(byte[] source, int index) {
    return ByteVector.fromArray(BYTES, source, index);
  }

  /** Two bytes a lane, sign-extended. */
  static IntVector shorts(byte[] source, int index) {
    return (IntVector)
        ByteVector.fromArray(BYTE_PAIRS, source, index)
            .reinterpretAsShorts()
            .convertShape(VectorOperators.S2I, VectorShapes.I32, 0);
  }

  /** Sign-extended. */
  static IntVector shorts(MemorySegment source, long offset) {
    return (IntVector)
        ShortVector.fromMemorySegment(SHORTS, source, offset, LITTLE_ENDIAN)
            .convertShape(VectorOperators.S2I, VectorShapes.I32, 0);
  }

  static FloatVector toFloat(ByteVector signed) {
    return (FloatVector) signed.convertShape(VectorOperators.B2F, F32, 0);
  }

  static FloatVector toFloat(IntVector value) {
    return (FloatVector) value.convert(VectorOperators.I2F, 0);
  }

  static FloatVector broadcast(float value) {
    return FloatVector.broadcast(F32, value);
  }

  static float half(MemorySegment source, long offset) {
    return Float.float16ToFloat(source.get(SHORT, offset));
  }

  static int unsignedByte(MemorySegment source, long offset) {
    return source.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }
}
