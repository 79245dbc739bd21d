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
 * * (q - 32)}.
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
        decodeHalf(source, block, half, d, destination, out + 128 * half);
      }
      block += 210;
    }
  }

  private static void decodeHalf(
      MemorySegment source, long block, int half, float d, float[] destination, int out) {
    for (int j = 0; j < 32; j += LANES) {
      IntVector first = Loads.unsignedBytes(source, block + 64 * half + j);
      IntVector second = Loads.unsignedBytes(source, block + 64 * half + 32 + j);
      IntVector high = Loads.unsignedBytes(source, block + HIGH + 32 * half + j);
      long scale = block + SCALES + 8 * half + (j >> 4);
      IntVector run0 = first.and(0x0F).or(high.lanewise(VectorOperators.LSHL, 4).and(0x30));
      IntVector run1 = second.and(0x0F).or(high.lanewise(VectorOperators.LSHL, 2).and(0x30));
      IntVector run2 = first.lanewise(VectorOperators.LSHR, 4).or(high.and(0x30));
      IntVector run3 =
          second
              .lanewise(VectorOperators.LSHR, 4)
              .or(high.lanewise(VectorOperators.LSHR, 2).and(0x30));
      store(run0, d, source, scale, destination, out + j);
      store(run1, d, source, scale + 2, destination, out + 32 + j);
      store(run2, d, source, scale + 4, destination, out + 64 + j);
      store(run3, d, source, scale + 6, destination, out + 96 + j);
    }
  }

  private static void store(
      IntVector codes, float d, MemorySegment source, long scale, float[] destination, int out) {
    Stores.scaled(codes.sub(32), d * Loads.signedByte(source, scale), destination, out);
  }
}
