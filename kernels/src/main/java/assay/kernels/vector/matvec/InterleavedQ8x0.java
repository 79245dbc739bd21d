package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Q8_0, a unit of 32 elements: the scales as floats, then 32 vectors of codes. */
final class InterleavedQ8x0 implements Interleaving {

  private static final int ELEMENTS = 32;
  private static final int CODES = 4 * Lanes.COUNT;
  private static final int UNIT = CODES + ELEMENTS * Lanes.COUNT;

  @Override
  public int unitBytes() {
    return UNIT;
  }

  @Override
  public void pack(MemorySegment source, long block, MemorySegment target, long unit, int lane) {
    Lanes.putFloat(target, unit, lane, Lanes.half(source, block));
    for (int j = 0; j < ELEMENTS; j++) {
      int code = Lanes.unsignedByte(source, block + 2 + j);
      Lanes.putByte(target, unit + CODES + (long) j * Lanes.COUNT, lane, code);
    }
  }

  @Override
  public void multiply(
      MemorySegment packed,
      long offset,
      int units,
      float[] x,
      int xStart,
      float[] sums,
      float[] output,
      int at) {
    product(packed, offset, x, xStart, xStart + units * ELEMENTS).intoArray(output, at);
  }

  private static FloatVector product(
      MemorySegment packed, long offset, float[] x, int from, int to) {
    FloatVector result = FloatVector.zero(Lanes.F32);
    long unit = offset;
    for (int i = from; i < to; i += ELEMENTS) {
      FloatVector even = FloatVector.zero(Lanes.F32);
      FloatVector odd = even;
      long code = unit + CODES;
      for (int j = i; j < i + ELEMENTS; j += 2) {
        even = toFloat(bytes(packed, code)).fma(broadcast(x[j]), even);
        odd = toFloat(bytes(packed, code + Lanes.COUNT)).fma(broadcast(x[j + 1]), odd);
        code += 2 * Lanes.COUNT;
      }
      result = even.add(odd).fma(floats(packed, unit), result);
      unit += UNIT;
    }
    return result;
  }
}
