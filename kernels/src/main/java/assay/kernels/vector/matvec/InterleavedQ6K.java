package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Q6_K, a unit of 256 elements: one vector of d, then 16 groups of a signed scale byte and 16
 * codes.
 *
 * <p>Codes are widened to whole bytes: putting 4 + 2 bits together costs more than the quarter of
 * memory traffic that it saves while a core computes slower than it can read.
 */
final class InterleavedQ6K implements Interleaving {

  private static final int ELEMENTS = 256;
  private static final int GROUP = 16;
  private static final int GROUPS = ELEMENTS / GROUP;
  private static final int HALF = GROUP / 2;
  private static final int GROUP_BYTES = (1 + GROUP) * Lanes.COUNT;
  private static final int STORED_HIGH = 128;
  private static final int STORED_SCALES = 192;
  private static final int STORED_D = 208;

  @Override
  public int unitCodes() {
    return GROUPS * GROUP_BYTES;
  }

  @Override
  public int unitScales() {
    return Lanes.COUNT;
  }

  @Override
  public void pack(
      MemorySegment source, long block, byte[] codes, float[] scales, int unit, int lane) {
    scales[unit * unitScales() + lane] = Lanes.half(source, block + STORED_D);
    for (int element = 0; element < ELEMENTS; element++) {
      int group = (unit * GROUPS + element / GROUP) * GROUP_BYTES + lane;
      if (element % GROUP == 0) {
        codes[group] = (byte) Lanes.unsignedByte(source, block + STORED_SCALES + element / GROUP);
      }
      codes[group + (1 + element % GROUP) * Lanes.COUNT] = (byte) code(source, block, element);
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
      byte[] codes,
      float[] scales,
      int units,
      float[] x,
      int xStart,
      float[] sums,
      float[] output,
      int at) {
    FloatVector result = FloatVector.zero(Lanes.F32);
    FloatVector scaled = result;
    for (int group = 0; group < units * GROUPS; group++) {
      FloatVector first = FloatVector.zero(Lanes.F32);
      FloatVector second = first;
      int scale = group * GROUP_BYTES;
      int code = scale + Lanes.COUNT;
      int i = xStart + group * GROUP;
      for (int j = 0; j < HALF; j++) {
        first = toFloat(bytes(codes, code + j * Lanes.COUNT)).fma(broadcast(x[i + j]), first);
        second =
            toFloat(bytes(codes, code + (HALF + j) * Lanes.COUNT))
                .fma(broadcast(x[i + HALF + j]), second);
      }
      scaled = first.add(second).fma(toFloat(bytes(codes, scale)), scaled);
      if (group % GROUPS == GROUPS - 1) {
        result = scaled.fma(floats(scales, group / GROUPS * Lanes.COUNT), result);
        scaled = FloatVector.zero(Lanes.F32);
      }
    }
    result.intoArray(output, at);
  }
}
