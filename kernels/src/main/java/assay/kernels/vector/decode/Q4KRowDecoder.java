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
      for (int group = 0; group < 8; group += 2) {
        decodePair(source, block, group, d, dMinimum, destination, out + 32 * group);
      }
      block += 144;
    }
  }

  private static void decodePair(
      MemorySegment source,
      long block,
      int group,
      float d,
      float dMinimum,
      float[] destination,
      int out) {
    long scales = block + SCALES;
    float lowScale = d * SixBitScales.scale(source, scales, group);
    float lowMinimum = dMinimum * SixBitScales.minimum(source, scales, group);
    float highScale = d * SixBitScales.scale(source, scales, group + 1);
    float highMinimum = dMinimum * SixBitScales.minimum(source, scales, group + 1);
    for (int j = 0; j < 32; j += LANES) {
      IntVector pair = Loads.unsignedBytes(source, block + CODES + 16 * group + j);
      IntVector high = pair.lanewise(VectorOperators.LSHR, 4);
      Stores.minus(pair.and(0x0F), lowScale, lowMinimum, destination, out + j);
      Stores.minus(high, highScale, highMinimum, destination, out + 32 + j);
    }
  }
}
