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
  private static final long NIBBLES = 0x0F0F_0F0F_0F0F_0F0FL;
  private static final int PAIRS = 0x0303_0303;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float d = Loads.half(source, block + D);
      for (int half = 0; half < 2; half++) {
        long scales = scales(source, block + SCALES, half);
        decodeHalf(source, block, half, scales, d, destination, out + 128 * half);
      }
      block += 110;
    }
  }

  /** Low four bits in bytes 0 to 7, groups 8 to 15 in the high nibbles; high two in bytes 8-11. */
  private static long scales(MemorySegment source, long offset, int half) {
    long low = Loads.int64(source, offset) >>> 4 * half & NIBBLES;
    int pairs = Loads.int32(source, offset + 8) >>> 4 * half;
    long high = pairs & PAIRS | (long) (pairs >>> 2 & PAIRS) << 32;
    return low | high << 4;
  }

  private static void decodeHalf(
      MemorySegment source,
      long block,
      int half,
      long scales,
      float d,
      float[] destination,
      int out) {
    for (int j = 0; j < 32; j += LANES) {
      IntVector runs = Loads.unsignedBytes(source, block + CODES + 32 * half + j);
      IntVector highs =
          Loads.unsignedBytes(source, block + j).lanewise(VectorOperators.LSHR, 4 * half);
      for (int run = 0; run < 4; run++) {
        int group = (int) (scales >>> 16 * run + (j >> 4 << 3)) & 0xFF;
        IntVector high =
            highs.lanewise(VectorOperators.LSHR, run).and(1).lanewise(VectorOperators.LSHL, 2);
        IntVector code = runs.lanewise(VectorOperators.LSHR, 2 * run).and(3).add(high).sub(4);
        Stores.scaled(code, d * (group - 32), destination, out + 32 * run + j);
      }
    }
  }
}
