package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q6_K: 128 bytes of low nibbles, 64 of high bit pairs, 16 signed scales of 16 elements, half d.
 *
 * <p>Each half of 128 elements is four runs of 32: runs 0 and 1 are the low nibbles of its two
 * 32-byte stripes, runs 2 and 3 the high ones, and run r has its upper bits at 2r; {@code (d * sc)
 * * (q - 32)}. One loop over the runs reads the stripes twice, from L1; four copies of its body are
 * more than C2 inlines into one method, and a call would box the vectors.
 */
final class Q6KRowDecoder implements RowDecoder {

  private static final int HIGH = 128;
  private static final int SCALES = 192;
  private static final int D = 208;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float d = Loads.half(source, block + D);
      for (int half = 0; half < 2; half++) {
        long scales = Loads.int64(source, block + SCALES + 8 * half);
        decodeHalf(source, block, half, scales, d, destination, out + 128 * half);
      }
      block += 210;
    }
  }

  private static void decodeHalf(
      MemorySegment source,
      long block,
      int half,
      long scales,
      float d,
      float[] destination,
      int out) {
    long highs = block + HIGH + 32 * half;
    for (int run = 0; run < 4; run++) {
      long stripe = block + 64 * half + 32 * (run & 1);
      for (int j = 0; j < 32; j += LANES) {
        float scale = d * (byte) (scales >>> 16 * run + (j >> 4 << 3));
        IntVector high =
            Loads.unsignedBytes(source, highs + j)
                .lanewise(VectorOperators.LSHR, 2 * run)
                .and(3)
                .lanewise(VectorOperators.LSHL, 4);
        IntVector code =
            Loads.unsignedBytes(source, stripe + j)
                .lanewise(VectorOperators.LSHR, run >> 1 << 2)
                .and(0x0F)
                .or(high)
                .sub(32);
        Stores.scaled(code, scale, destination, out + 32 * run + j);
      }
    }
  }
}
