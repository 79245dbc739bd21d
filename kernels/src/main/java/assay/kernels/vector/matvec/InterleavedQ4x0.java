package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Q4_0, a unit of 32 elements: the scales as floats, then 16 vectors of code pairs.
 *
 * <p>x86 has no byte shift. So the high code is stored with its top bit flipped and stays where it
 * is: masked, the byte reads as 16 (q - 8) in two's complement, and one division by 16 a unit puts
 * that right.
 */
final class InterleavedQ4x0 implements Interleaving {

  private static final int ELEMENTS = 32;
  private static final int HALF = ELEMENTS / 2;
  private static final int CODES = 4 * Lanes.COUNT;
  private static final int UNIT = CODES + HALF * Lanes.COUNT;
  private static final int FLIP_HIGH = 0x80;

  @Override
  public int unitBytes() {
    return UNIT;
  }

  @Override
  public void pack(MemorySegment source, long block, MemorySegment target, long unit, int lane) {
    Lanes.putFloat(target, unit, lane, Lanes.half(source, block));
    for (int j = 0; j < HALF; j++) {
      int pair = Lanes.unsignedByte(source, block + 2 + j);
      Lanes.putByte(target, unit + CODES + (long) j * Lanes.COUNT, lane, pair ^ FLIP_HIGH);
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
      FloatVector low = FloatVector.zero(Lanes.F32);
      FloatVector high16 = low;
      long code = unit + CODES;
      for (int j = i; j < i + HALF; j++) {
        ByteVector pair = bytes(packed, code);
        low = toFloat(pair.and((byte) 0x0F).sub((byte) 8)).fma(broadcast(x[j]), low);
        high16 = toFloat(pair.and((byte) 0xF0)).fma(broadcast(x[j + HALF]), high16);
        code += Lanes.COUNT;
      }
      FloatVector sum = high16.fma(broadcast(0x1p-4f), low);
      result = sum.fma(floats(packed, unit), result);
      unit += UNIT;
    }
    return result;
  }
}
