package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q3_K: 32 bytes of high bits; 64 bytes of 2-bit codes in the order of Q2_K; 16 six-bit scales in
 * 12 bytes; half d. A clear high bit takes 4 from the code; {@code (d * (sc - 32)) * q}.
 */
final class Q3KRowDecoder implements RowDecoder {

  private static final int CODES = 32;
  private static final int SCALES = 96;
  private static final int D = 108;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float d = Loads.half(source, block + D);
      for (int half = 0; half < 2; half++) {
        decodeHalf(source, block, half, d, destination, out + 128 * half);
      }
      block += 110;
    }
  }

  private static void decodeHalf(
      MemorySegment source, long block, int half, float d, float[] destination, int out) {
    for (int j = 0; j < 32; j += LANES) {
      IntVector codes = Loads.unsignedBytes(source, block + CODES + 32 * half + j);
      IntVector highs =
          Loads.unsignedBytes(source, block + j).lanewise(VectorOperators.LSHR, 4 * half);
      for (int run = 0; run < 4; run++) {
        IntVector high =
            highs.lanewise(VectorOperators.LSHR, run).and(1).lanewise(VectorOperators.LSHL, 2);
        IntVector code = codes.lanewise(VectorOperators.LSHR, 2 * run).and(3).add(high).sub(4);
        float scale = d * (scale(source, block, 8 * half + 2 * run + (j >> 4)) - 32);
        Stores.scaled(code, scale, destination, out + 32 * run + j);
      }
    }
  }

  /** Low four bits in bytes 0 to 7, groups 8 to 15 in the high nibbles; high two in bytes 8-11. */
  private static int scale(MemorySegment source, long block, int group) {
    int low = Loads.unsignedByte(source, block + SCALES + (group & 7)) >> (group >> 3 << 2);
    int high = Loads.unsignedByte(source, block + SCALES + 8 + (group & 3)) >> (group >> 2 << 1);
    return low & 15 | (high & 3) << 4;
  }
}
