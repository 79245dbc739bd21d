package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q2_K: 16 scale bytes (low nibble scale, high nibble minimum); 64 bytes of 2-bit codes; half d,
 * dmin. 32 code bytes hold 128 elements, two bits for each run of 32; {@code (d * sc) * q - dmin *
 * mn}.
 */
final class Q2KRowDecoder implements RowDecoder {

  private static final int CODES = 16;
  private static final int D = 80;
  private static final int D_MINIMUM = 82;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float d = Loads.half(source, block + D);
      float dMinimum = Loads.half(source, block + D_MINIMUM);
      for (int half = 0; half < 2; half++) {
        long groups = Loads.int64(source, block + 8 * half);
        long codes = block + CODES + 32 * half;
        decodeHalf(source, codes, groups, d, dMinimum, destination, out + 128 * half);
      }
      block += 84;
    }
  }

  private static void decodeHalf(
      MemorySegment source,
      long codes,
      long groups,
      float d,
      float dMinimum,
      float[] destination,
      int out) {
    for (int j = 0; j < 32; j += LANES) {
      IntVector runs = Loads.unsignedBytes(source, codes + j);
      for (int run = 0; run < 4; run++) {
        int group = (int) (groups >>> 16 * run + (j >> 4 << 3));
        float scale = d * (group & 15);
        float minimum = dMinimum * (group >> 4 & 15);
        IntVector code = runs.lanewise(VectorOperators.LSHR, 2 * run).and(3);
        Stores.minus(code, scale, minimum, destination, out + 32 * run + j);
      }
    }
  }
}
