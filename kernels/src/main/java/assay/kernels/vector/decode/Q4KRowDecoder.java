package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q4_K: half d, dmin; {@link SixBitScales} of 8 groups of 32; 128 bytes of nibbles, 32 bytes for
 * two groups, the first in the low nibbles; {@code (d * sc) * q - dmin * mn}.
 */
final class Q4KRowDecoder implements RowDecoder {

  private static final int SCALES = 4;
  private static final int CODES = 16;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float d = Loads.half(source, block);
      float dMinimum = Loads.half(source, block + 2);
      long scales = SixBitScales.scales(source, block + SCALES);
      long minima = SixBitScales.minima(source, block + SCALES);
      for (int group = 0; group < 8; group++) {
        float scale = d * SixBitScales.of(scales, group);
        float minimum = dMinimum * SixBitScales.of(minima, group);
        long codes = block + CODES + 32 * (group >> 1);
        decodeGroup(source, codes, group, scale, minimum, destination, out + 32 * group);
      }
      block += 144;
    }
  }

  private static void decodeGroup(
      MemorySegment source,
      long codes,
      int group,
      float scale,
      float minimum,
      float[] destination,
      int out) {
    for (int j = 0; j < 32; j += LANES) {
      IntVector code =
          Loads.unsignedBytes(source, codes + j)
              .lanewise(VectorOperators.LSHR, (group & 1) << 2)
              .and(0x0F);
      Stores.minus(code, scale, minimum, destination, out + j);
    }
  }
}
