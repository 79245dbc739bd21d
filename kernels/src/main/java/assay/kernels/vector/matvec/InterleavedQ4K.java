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
 * Q4_K, a unit of 256 elements: vectors of d and of -dmin, then four times 64 elements: scale and
 * min of the low and of the high group as bytes, and 32 vectors of code pairs.
 *
 * <p>Mins meet the sum of their group's activations once, instead of every code.
 */
final class InterleavedQ4K implements Interleaving {

  private static final int GROUP = 32;
  private static final int PAIRS = 4;
  private static final int HEADER = 4 * Lanes.COUNT;
  private static final int PAIR = HEADER + GROUP * Lanes.COUNT;
  private static final int STORED_SCALES = 4;
  private static final int STORED_CODES = 16;

  @Override
  public int unitCodes() {
    return PAIRS * PAIR;
  }

  @Override
  public int unitScales() {
    return 2 * Lanes.COUNT;
  }

  @Override
  public void pack(
      MemorySegment source, long block, byte[] codes, float[] scales, int unit, int lane) {
    scales[unit * unitScales() + lane] = Lanes.half(source, block);
    scales[unit * unitScales() + Lanes.COUNT + lane] = -Lanes.half(source, block + 2);
    for (int pair = 0; pair < PAIRS; pair++) {
      int start = (unit * PAIRS + pair) * PAIR + lane;
      for (int half = 0; half < 2; half++) {
        int group = 2 * pair + half;
        int header = start + 2 * half * Lanes.COUNT;
        codes[header] = (byte) scale(source, block + STORED_SCALES, group);
        codes[header + Lanes.COUNT] = (byte) min(source, block + STORED_SCALES, group);
      }
      for (int j = 0; j < GROUP; j++) {
        codes[start + HEADER + j * Lanes.COUNT] =
            (byte) Lanes.unsignedByte(source, block + STORED_CODES + GROUP * pair + j);
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
    FloatVector mins = result;
    for (int pair = 0; pair < units * PAIRS; pair++) {
      FloatVector low = FloatVector.zero(Lanes.F32);
      FloatVector high16 = low;
      int header = pair * PAIR;
      int i = xStart + pair * 2 * GROUP;
      for (int j = 0; j < GROUP; j++) {
        ByteVector both = bytes(codes, header + HEADER + j * Lanes.COUNT);
        low = toFloat(both.and((byte) 0x0F)).fma(broadcast(x[i + j]), low);
        high16 = unsignedToFloat(both.and((byte) 0xF0)).fma(broadcast(x[i + GROUP + j]), high16);
      }
      scaled = low.fma(toFloat(bytes(codes, header)), scaled);
      mins = toFloat(bytes(codes, header + Lanes.COUNT)).fma(broadcast(sums[i / GROUP]), mins);
      FloatVector high = high16.mul(0x1p-4f);
      scaled = high.fma(toFloat(bytes(codes, header + 2 * Lanes.COUNT)), scaled);
      mins =
          toFloat(bytes(codes, header + 3 * Lanes.COUNT)).fma(broadcast(sums[i / GROUP + 1]), mins);
      if (pair % PAIRS == PAIRS - 1) {
        int scale = pair / PAIRS * 2 * Lanes.COUNT;
        result = scaled.fma(floats(scales, scale), result);
        result = mins.fma(floats(scales, scale + Lanes.COUNT), result);
        scaled = FloatVector.zero(Lanes.F32);
        mins = scaled;
      }
    }
    result.intoArray(output, at);
  }
}
