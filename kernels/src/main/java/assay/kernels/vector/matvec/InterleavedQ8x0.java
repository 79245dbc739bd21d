package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Q8_0, a unit of 32 elements: one vector of scales and 32 of codes. */
final class InterleavedQ8x0 implements Interleaving {

  private static final int ELEMENTS = 32;
  private static final int HALF = ELEMENTS / 2;

  @Override
  public int unitCodes() {
    return ELEMENTS * Lanes.COUNT;
  }

  @Override
  public int unitScales() {
    return Lanes.COUNT;
  }

  @Override
  public void pack(
      MemorySegment source, long block, byte[] codes, float[] scales, int unit, int lane) {
    scales[unit * unitScales() + lane] = Lanes.half(source, block);
    for (int j = 0; j < ELEMENTS; j++) {
      codes[unit * unitCodes() + j * Lanes.COUNT + lane] =
          (byte) Lanes.unsignedByte(source, block + 2 + j);
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
      FloatVector first = FloatVector.zero(Lanes.F32);
      FloatVector second = first;
      int code = unit * ELEMENTS * Lanes.COUNT;
      int i = xStart + unit * ELEMENTS;
      for (int j = 0; j < HALF; j++) {
        first = toFloat(bytes(codes, code + j * Lanes.COUNT)).fma(broadcast(x[i + j]), first);
        second =
            toFloat(bytes(codes, code + (HALF + j) * Lanes.COUNT))
                .fma(broadcast(x[i + HALF + j]), second);
      }
      result = first.add(second).fma(floats(scales, unit * Lanes.COUNT), result);
    }
    result.intoArray(output, at);
  }
}
