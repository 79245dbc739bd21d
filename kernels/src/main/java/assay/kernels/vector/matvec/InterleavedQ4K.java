package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.toFloat;
import static assay.kernels.vector.matvec.Lanes.unsignedToFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

/**
 * Q4_K, a unit of 256 elements: d and -dmin as floats, then four times 64 elements: scale and min
 * of the low and of the high group as bytes, and 32 vectors of code pairs.
 *
 * <p>Mins meet the sum of their group's activations once, instead of every code.
 */
final class InterleavedQ4K implements Interleaving {

  private static final int ELEMENTS = 256;
  private static final int GROUP = 32;
  private static final int HEADER = 8 * Lanes.COUNT;
  private static final int PAIR_HEADER = 4 * Lanes.COUNT;
  private static final int PAIR = PAIR_HEADER + GROUP * Lanes.COUNT;
  private static final int UNIT = HEADER + 4 * PAIR;
  private static final int STORED_SCALES = 4;
  private static final int STORED_CODES = 16;

  @Override
  public int unitBytes() {
    return UNIT;
  }

  @Override
  public void pack(MemorySegment source, long block, MemorySegment target, long unit, int lane) {
    Lanes.putFloat(target, unit, lane, Lanes.half(source, block));
    Lanes.putFloat(target, unit + 4 * Lanes.COUNT, lane, -Lanes.half(source, block + 2));
    for (int pair = 0; pair < 4; pair++) {
      long start = unit + HEADER + (long) pair * PAIR;
      for (int half = 0; half < 2; half++) {
        int group = 2 * pair + half;
        long header = start + 2L * half * Lanes.COUNT;
        Lanes.putByte(target, header, lane, scale(source, block + STORED_SCALES, group));
        Lanes.putByte(
            target, header + Lanes.COUNT, lane, min(source, block + STORED_SCALES, group));
      }
      for (int j = 0; j < GROUP; j++) {
        int codes = Lanes.unsignedByte(source, block + STORED_CODES + GROUP * pair + j);
        Lanes.putByte(target, start + PAIR_HEADER + (long) j * Lanes.COUNT, lane, codes);
      }
    }
  }

  /** Six bits: groups 0 to 3 have them in one byte, 4 to 7 in a nibble and two stray bits. */
  private static int scale(MemorySegment source, long scales, int group) {
    if (group < 4) {
      return Lanes.unsignedByte(source, scales + group) & 63;
    }
    return (Lanes.unsignedByte(source, scales + group + 4) & 15)
        | (Lanes.unsignedByte(source, scales + group - 4) >> 6) << 4;
  }

  private static int min(MemorySegment source, long scales, int group) {
    if (group < 4) {
      return Lanes.unsignedByte(source, scales + group + 4) & 63;
    }
    return (Lanes.unsignedByte(source, scales + group + 4) >> 4)
        | (Lanes.unsignedByte(source, scales + group) >> 6) << 4;
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
    product(packed, offset, x, xStart, xStart + units * ELEMENTS, sums).intoArray(output, at);
  }

  private static FloatVector product(
      MemorySegment packed, long offset, float[] x, int from, int to, float[] sums) {
    FloatVector result = FloatVector.zero(Lanes.F32);
    long unit = offset;
    for (int i = from; i < to; i += ELEMENTS) {
      FloatVector scaled = FloatVector.zero(Lanes.F32);
      FloatVector mins = scaled;
      long pair = unit + HEADER;
      for (int p = i; p < i + ELEMENTS; p += 2 * GROUP) {
        FloatVector low = FloatVector.zero(Lanes.F32);
        FloatVector high16 = low;
        long code = pair + PAIR_HEADER;
        for (int j = p; j < p + GROUP; j++) {
          ByteVector codes = bytes(packed, code);
          low = toFloat(codes.and((byte) 0x0F)).fma(broadcast(x[j]), low);
          high16 = unsignedToFloat(codes.and((byte) 0xF0)).fma(broadcast(x[j + GROUP]), high16);
          code += Lanes.COUNT;
        }
        int group = p / GROUP;
        scaled = low.fma(toFloat(bytes(packed, pair)), scaled);
        mins = toFloat(bytes(packed, pair + Lanes.COUNT)).fma(broadcast(sums[group]), mins);
        FloatVector high = high16.mul(0x1p-4f);
        scaled = high.fma(toFloat(bytes(packed, pair + 2 * Lanes.COUNT)), scaled);
        mins = toFloat(bytes(packed, pair + 3 * Lanes.COUNT)).fma(broadcast(sums[group + 1]), mins);
        pair += PAIR;
      }
      result = scaled.fma(floats(packed, unit), result);
      result = mins.fma(floats(packed, unit + 4 * Lanes.COUNT), result);
      unit += UNIT;
    }
    return result;
  }
}
