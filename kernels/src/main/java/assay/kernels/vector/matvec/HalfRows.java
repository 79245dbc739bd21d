package assay.kernels.vector.matvec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * F16, by bits: the Vector API has no conversion from binary16.
 *
 * <p>Shifted into place, exponent and mantissa read as a float32 that is 2^112 times too small,
 * subnormal halves included. Infinities and NaN would come out finite, so {@link #areFinite} is
 * asked before.
 */
final class HalfRows implements FourRows {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  /** The sign-extended half leaves copies of its sign between the sign and the exponent. */
  private static final int SIGN_EXPONENT_MANTISSA = 0x8FFFE000;

  private static final int HALF_EXPONENT = 0x7C00;

  static boolean areFinite(Tensor halves) {
    for (long i = 0; i < halves.elements(); i++) {
      if ((halves.data().get(SHORT, 2 * i) & HALF_EXPONENT) == HALF_EXPONENT) {
        return false;
      }
    }
    return true;
  }

  /** Two and two: with four rows in one loop C2 runs out of nodes and boxes the vectors. */
  @Override
  public void multiply(
      MemorySegment weights, long[] row, float[] x, int xStart, int count, float[] lanes) {
    multiplyTwo(weights, row[0], row[1], x, xStart, count, lanes, 0);
    multiplyTwo(weights, row[2], row[3], x, xStart, count, lanes, 2 * Lanes.COUNT);
  }

  private static void multiplyTwo(
      MemorySegment weights,
      long row0,
      long row1,
      float[] x,
      int xStart,
      int count,
      float[] lanes,
      int at) {
    FloatVector sum0 = FloatVector.zero(Lanes.F32);
    FloatVector sum1 = sum0;
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector activations = FloatVector.fromArray(Lanes.F32, x, xStart + i);
      sum0 = load(weights, row0 + 2L * i).fma(activations, sum0);
      sum1 = load(weights, row1 + 2L * i).fma(activations, sum1);
    }
    sum0.intoArray(lanes, at);
    sum1.intoArray(lanes, at + Lanes.COUNT);
  }

  private static FloatVector load(MemorySegment weights, long offset) {
    return Lanes.shorts(weights, offset)
        .lanewise(VectorOperators.LSHL, 13)
        .and(SIGN_EXPONENT_MANTISSA)
        .reinterpretAsFloats()
        .mul(0x1p112f);
  }

  @Override
  public float element(MemorySegment weights, long row, int index) {
    return Float.float16ToFloat(weights.get(SHORT, row + 2L * index));
  }
}
