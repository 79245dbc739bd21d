package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Q4_0: half d; low nibbles are elements 0 to 15, high ones 16 to 31; {@code (q - 8) * d}. */
final class Q4x0RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = Loads.half(source, block);
      for (int j = 0; j < 16; j += LANES) {
        IntVector pair = Loads.unsignedBytes(source, block + 2 + j);
        IntVector low = pair.and(0x0F).sub(8);
        IntVector high = pair.lanewise(VectorOperators.LSHR, 4).sub(8);
        Stores.scaled(low, scale, destination, out + j);
        Stores.scaled(high, scale, destination, out + 16 + j);
      }
      block += 18;
    }
  }
}
