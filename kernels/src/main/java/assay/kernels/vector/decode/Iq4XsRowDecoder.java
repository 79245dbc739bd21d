package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * IQ4_XS: half d; 8 six-bit scales, upper pairs in two bytes, nibbles in four; 8 groups of 16
 * bytes, low nibbles first; {@code (d * (ls - 32)) * table[q]}.
 */
final class Iq4XsRowDecoder implements RowDecoder {

  private static final int HIGH_SCALES = 2;
  private static final int LOW_SCALES = 4;
  private static final int CODES = 8;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float d = Loads.half(source, block);
      for (int group = 0; group < 8; group++) {
        float scale = d * (scale(source, block, group) - 32);
        decodeGroup(source, block + CODES + 16 * group, scale, destination, out + 32 * group);
      }
      block += 136;
    }
  }

  private static int scale(MemorySegment source, long block, int group) {
    int low = Loads.unsignedByte(source, block + LOW_SCALES + (group >> 1)) >> ((group & 1) << 2);
    int high = Loads.int16(source, block + HIGH_SCALES) >> 2 * group;
    return low & 15 | (high & 3) << 4;
  }

  private static void decodeGroup(
      MemorySegment source, long codes, float scale, float[] destination, int out) {
    for (int j = 0; j < 16; j += LANES) {
      IntVector pair = Loads.unsignedBytes(source, codes + j);
      IntVector low = CodeTable.IQ4.select(pair.and(0x0F));
      IntVector high = CodeTable.IQ4.select(pair.lanewise(VectorOperators.LSHR, 4));
      Stores.scaled(low, scale, destination, out + j);
      Stores.scaled(high, scale, destination, out + 16 + j);
    }
  }
}
