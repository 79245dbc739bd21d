package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Q5_K: as Q4_K with 32 bytes of fifth bits before the nibbles: bit g of byte l belongs to element
 * l of group g.
 */
final class Q5KRowDecoder implements RowDecoder {

  private static final int SCALES = 4;
  private static final int FIFTH = 16;
  private static final int CODES = 48;

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
      block += 176;
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
      IntVector fifth =
          Loads.unsignedBytes(source, block + FIFTH + j).lanewise(VectorOperators.LSHR, group);
      IntVector low = pair.and(0x0F).or(fifth.and(1).lanewise(VectorOperators.LSHL, 4));
      IntVector high =
          pair.lanewise(VectorOperators.LSHR, 4).or(fifth.and(2).lanewise(VectorOperators.LSHL, 3));
      Stores.minus(low, lowScale, lowMinimum, destination, out + j);
      Stores.minus(high, highScale, highMinimum, destination, out + 32 + j);
    }
  }
}
