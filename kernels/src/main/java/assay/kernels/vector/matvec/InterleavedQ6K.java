package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Q6_K, a unit of 256 elements: d as floats, then 16 groups of a signed scale byte and 16 codes.
 *
 * <p>Codes are widened to whole bytes: putting 4 + 2 bits together costs more than the quarter of
 * memory traffic that it saves while a core computes slower than it can read.
 */
final class InterleavedQ6K implements Interleaving {

  private static final int ELEMENTS = 256;
  private static final int GROUP = 16;
  private static final int HEADER = 4 * Lanes.COUNT;
  private static final int GROUP_BYTES = (1 + GROUP) * Lanes.COUNT;
  private static final int UNIT = HEADER + (ELEMENTS / GROUP) * GROUP_BYTES;
  private static final int STORED_HIGH = 128;
  private static final int STORED_SCALES = 192;
  private static final int STORED_D = 208;

  @Override
  public int unitBytes() {
    return UNIT;
  }

  @Override
  public void pack(MemorySegment source, long block, MemorySegment target, long unit, int lane) {
    Lanes.putFloat(target, unit, lane, Lanes.half(source, block + STORED_D));
    for (int element = 0; element < ELEMENTS; element++) {
      long group = unit + HEADER + (long) (element / GROUP) * GROUP_BYTES;
      if (element % GROUP == 0) {
        int scale = Lanes.unsignedByte(source, block + STORED_SCALES + element / GROUP);
        Lanes.putByte(target, group, lane, scale);
      }
      long at = group + (long) (1 + element % GROUP) * Lanes.COUNT;
      Lanes.putByte(target, at, lane, code(source, block, element));
    }
  }

  /** Element e of a half of 128: nibble from ql, two bits from qh, quarter by quarter. */
  private static int code(MemorySegment source, long block, int element) {
    int half = element / 128;
    int quarter = element % 128 / 32;
    int j = element % 32;
    int low = Lanes.unsignedByte(source, block + 64 * half + 32 * (quarter % 2) + j);
    int high = Lanes.unsignedByte(source, block + STORED_HIGH + 32 * half + j);
    return ((low >> 4 * (quarter / 2)) & 15 | ((high >> 2 * quarter) & 3) << 4) - 32;
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
      FloatVector scaled = FloatVector.zero(Lanes.F32);
      long code = unit + HEADER;
      for (int g = i; g < i + ELEMENTS; g += GROUP) {
        FloatVector even = FloatVector.zero(Lanes.F32);
        FloatVector odd = even;
        FloatVector scale = toFloat(bytes(packed, code));
        code += Lanes.COUNT;
        for (int j = g; j < g + GROUP; j += 2) {
          even = toFloat(bytes(packed, code)).fma(broadcast(x[j]), even);
          odd = toFloat(bytes(packed, code + Lanes.COUNT)).fma(broadcast(x[j + 1]), odd);
          code += 2 * Lanes.COUNT;
        }
        scaled = even.add(odd).fma(scale, scaled);
      }
      result = scaled.fma(floats(packed, unit), result);
      unit += UNIT;
    }
    return result;
  }
}
