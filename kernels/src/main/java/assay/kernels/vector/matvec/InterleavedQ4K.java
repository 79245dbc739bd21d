package assay.kernels.vector.matvec;

import static assay.kernels.vector.matvec.Lanes.broadcast;
import static assay.kernels.vector.matvec.Lanes.bytes;
import static assay.kernels.vector.matvec.Lanes.floats;
import static assay.kernels.vector.matvec.Lanes.shorts;
import static assay.kernels.vector.matvec.Lanes.toFloat;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Q4_K, a unit of 256 elements: two quads of 128, then the mins of the whole group of rows, then a
 * unit's vectors of d and of -dmin.
 *
 * <p>A quad is four vectors of scale bytes and 32 vectors of 16-bit words; nibble t of a word is a
 * code of the quad's group t. A word is widened once for four codes, which are masked where they
 * lie and so read as 16^t times the code: a group's sum is divided by that once, exactly. Four
 * groups are four chains of multiply-adds, enough to hide their latency.
 *
 * <p>Mins meet the sum of their group's activations once, instead of every code. They have a pass
 * of their own, because C2 stops inlining in a method of more than some forty vector operations.
 */
final class InterleavedQ4K implements Interleaving {

  private static final int GROUP = 32;
  private static final int QUADS = 2;
  private static final int NIBBLES = 4;
  private static final int GROUPS = NIBBLES * QUADS;
  private static final int HEADER = NIBBLES * Lanes.COUNT;
  private static final int QUAD = HEADER + 2 * GROUP * Lanes.COUNT;
  private static final int STORED_SCALES = 4;
  private static final int STORED_CODES = 16;

  @Override
  public int unitCodes() {
    return QUADS * QUAD + GROUPS * Lanes.COUNT;
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
    int units = codes.length / unitCodes();
    for (int group = 0; group < GROUPS; group++) {
      int quad = (unit * QUADS + group / NIBBLES) * QUAD;
      int nibble = group % NIBBLES;
      codes[quad + nibble * Lanes.COUNT + lane] =
          (byte) scale(source, block + STORED_SCALES, group);
      codes[units * QUADS * QUAD + (unit * GROUPS + group) * Lanes.COUNT + lane] =
          (byte) min(source, block + STORED_SCALES, group);
      for (int j = 0; j < GROUP; j++) {
        int pair = Lanes.unsignedByte(source, block + STORED_CODES + GROUP * (group / 2) + j);
        int code = group % 2 == 0 ? pair & 15 : pair >> 4;
        int word = quad + HEADER + 2 * (j * Lanes.COUNT + lane);
        codes[word + nibble / 2] |= (byte) (code << 4 * (nibble % 2));
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
    multiplyCodes(codes, scales, units, x, xStart, output, at);
    addMins(codes, scales, units, sums, xStart / GROUP, output, at);
  }

  private static void multiplyCodes(
      byte[] codes, float[] scales, int units, float[] x, int xStart, float[] output, int at) {
    FloatVector result = FloatVector.zero(Lanes.F32);
    FloatVector scaled = result;
    for (int quad = 0; quad < units * QUADS; quad++) {
      FloatVector sum0 = FloatVector.zero(Lanes.F32);
      FloatVector sum1 = sum0;
      FloatVector sum2 = sum0;
      FloatVector sum3 = sum0;
      int header = quad * QUAD;
      int i = xStart + quad * NIBBLES * GROUP;
      for (int j = 0; j < GROUP; j++) {
        IntVector w = shorts(codes, header + HEADER + 2 * j * Lanes.COUNT);
        sum0 = toFloat(w.and(0xF)).fma(broadcast(x[i + j]), sum0);
        sum1 = toFloat(w.and(0xF0)).fma(broadcast(x[i + GROUP + j]), sum1);
        sum2 = toFloat(w.and(0xF00)).fma(broadcast(x[i + 2 * GROUP + j]), sum2);
        sum3 = toFloat(w.and(0xF000)).fma(broadcast(x[i + 3 * GROUP + j]), sum3);
      }
      scaled = sum0.fma(toFloat(bytes(codes, header)), scaled);
      scaled = sum1.mul(0x1p-4f).fma(toFloat(bytes(codes, header + Lanes.COUNT)), scaled);
      scaled = sum2.mul(0x1p-8f).fma(toFloat(bytes(codes, header + 2 * Lanes.COUNT)), scaled);
      scaled = sum3.mul(0x1p-12f).fma(toFloat(bytes(codes, header + 3 * Lanes.COUNT)), scaled);
      if (quad % QUADS == QUADS - 1) {
        result = scaled.fma(floats(scales, quad / QUADS * 2 * Lanes.COUNT), result);
        scaled = FloatVector.zero(Lanes.F32);
      }
    }
    result.intoArray(output, at);
  }

  private static void addMins(
      byte[] codes, float[] scales, int units, float[] sums, int first, float[] output, int at) {
    FloatVector result = floats(output, at);
    for (int unit = 0; unit < units; unit++) {
      FloatVector mins = FloatVector.zero(Lanes.F32);
      int min = units * QUADS * QUAD + unit * GROUPS * Lanes.COUNT;
      for (int group = 0; group < GROUPS; group++) {
        mins =
            toFloat(bytes(codes, min + group * Lanes.COUNT))
                .fma(broadcast(sums[first + unit * GROUPS + group]), mins);
      }
      result = mins.fma(floats(scales, (2 * unit + 1) * Lanes.COUNT), result);
    }
    result.intoArray(output, at);
  }
}
