package assay.kernels.vector.matvec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/** F32 as it is. */
final class FloatRows implements FourRows {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  @Override
  public void multiply(
      MemorySegment weights, long[] row, float[] x, int xStart, int count, float[] lanes) {
    long row0 = row[0];
    long row1 = row[1];
    long row2 = row[2];
    long row3 = row[3];
    FloatVector sum0 = FloatVector.zero(Lanes.F32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    for (int i = 0; i < count; i += Lanes.COUNT) {
      long at = 4L * i;
      FloatVector activations = FloatVector.fromArray(Lanes.F32, x, xStart + i);
      sum0 = load(weights, row0 + at).fma(activations, sum0);
      sum1 = load(weights, row1 + at).fma(activations, sum1);
      sum2 = load(weights, row2 + at).fma(activations, sum2);
      sum3 = load(weights, row3 + at).fma(activations, sum3);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, Lanes.COUNT);
    sum2.intoArray(lanes, 2 * Lanes.COUNT);
    sum3.intoArray(lanes, 3 * Lanes.COUNT);
  }

  private static FloatVector load(MemorySegment weights, long offset) {
    return FloatVector.fromMemorySegment(Lanes.F32, weights, offset, LITTLE_ENDIAN);
  }

  @Override
  public float element(MemorySegment weights, long row, int index) {
    return weights.get(FLOAT, row + 4L * index);
  }
}
