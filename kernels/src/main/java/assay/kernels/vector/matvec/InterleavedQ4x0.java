package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Q4_0, a unit of 32 elements: one vector of scales and 16 of code pairs.
 *
 * <p>x86 has no byte shift. So the high code is stored with its top bit flipped and stays where it
 * is: masked, the byte reads as 16 (q - 8) in two's complement, and one division by 16 a unit puts
 * that right.
 */
final class InterleavedQ4x0 implements Interleaving {

  private static final int ELEMENTS = 32;
  private static final int HALF = ELEMENTS / 2;
  private static final int FLIP_HIGH = 0x80;

  @Override
  public int unitCodes() {
    return HALF * Lanes.COUNT;
  }

  @Override
  public int unitScales() {
    return Lanes.COUNT;
  }

  @Override
  public void pack(
      MemorySegment source, long block, byte[] codes, float[] scales, int unit, int lane) {
    scales[unit * unitScales() + lane] = Lanes.half(source, block);
    for (int j = 0; j < HALF; j++) {
      codes[unit * unitCodes() + j * Lanes.COUNT + lane] =
          (byte) (Lanes.unsignedByte(source, block + 2 + j) ^ FLIP_HIGH);
    }
  }

  @Override
  public void multiply(
      byte[] codes,
      float[] scales,
      int units,
      float[] x,
      int xStart,
      float[] sums,
      float[] output,
      int at) {
    FloatVector result = FloatVector.zero(Lanes.F32);
    for (int unit = 0; unit < units; unit++) {
      FloatVector low = FloatVector.zero(Lanes.F32);
      FloatVector high16 = low;
      int code = unit * HALF * Lanes.COUNT;
      int i = xStart + unit * ELEMENTS;
      for (int j = 0; j < HALF; j++) {
        ByteVector pair = bytes(codes, code + j * Lanes.COUNT);
        low = toFloat(pair.and((byte) 0x0F).sub((byte) 8)).fma(broadcast(x[i + j]), low);
        high16 = toFloat(pair.and((byte) 0xF0)).fma(broadcast(x[i + HALF + j]), high16);
      }
      FloatVector sum = high16.fma(broadcast(0x1p-4f), low);
      result = sum.fma(floats(scales, unit * Lanes.COUNT), result);
    }
    result.intoArray(output, at);
  }
}
