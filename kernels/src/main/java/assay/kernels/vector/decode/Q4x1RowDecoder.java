package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Q4_1: half d, m; nibbles in the order of Q4_0; {@code q * d + m}. */
final class Q4x1RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = Loads.half(source, block);
      float minimum = Loads.half(source, block + 2);
      for (int j = 0; j < 16; j += LANES) {
        IntVector pair = Loads.unsignedBytes(source, block + 4 + j);
        IntVector high = pair.lanewise(VectorOperators.LSHR, 4);
        Stores.plus(pair.and(0x0F), scale, minimum, destination, out + j);
        Stores.plus(high, scale, minimum, destination, out + 16 + j);
      }
      block += 20;
    }
  }
}
