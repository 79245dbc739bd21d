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
      long scales = SixBitScales.scales(source, block + SCALES);
      long minima = SixBitScales.minima(source, block + SCALES);
      for (int group = 0; group < 8; group++) {
        float scale = d * SixBitScales.of(scales, group);
        float minimum = dMinimum * SixBitScales.of(minima, group);
        decodeGroup(source, block, group, scale, minimum, destination, out + 32 * group);
      }
      block += 176;
    }
  }

  private static void decodeGroup(
      MemorySegment source,
      long block,
      int group,
      float scale,
      float minimum,
      float[] destination,
      int out) {
    long codes = block + CODES + 32 * (group >> 1);
    for (int j = 0; j < 32; j += LANES) {
      IntVector fifth =
          Loads.unsignedBytes(source, block + FIFTH + j)
              .lanewise(VectorOperators.LSHR, group)
              .and(1)
              .lanewise(VectorOperators.LSHL, 4);
      IntVector code =
          Loads.unsignedBytes(source, codes + j)
              .lanewise(VectorOperators.LSHR, (group & 1) << 2)
              .and(0x0F)
              .or(fifth);
      Stores.minus(code, scale, minimum, destination, out + j);
    }
  }
}
