package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Q5_1: half d, m; fifth bits and nibbles in the order of Q5_0; {@code q * d + m}. */
final class Q5x1RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = Loads.half(source, block);
      float minimum = Loads.half(source, block + 2);
      int fifth = Loads.int32(source, block + 4);
      for (int j = 0; j < 16; j += LANES) {
        IntVector pair = Loads.unsignedBytes(source, block + 8 + j);
        IntVector low = pair.and(0x0F).or(Loads.bits(fifth, j).lanewise(VectorOperators.LSHL, 4));
        IntVector high =
            pair.lanewise(VectorOperators.LSHR, 4)
                .or(Loads.bits(fifth, j + 16).lanewise(VectorOperators.LSHL, 4));
        Stores.plus(low, scale, minimum, destination, out + j);
        Stores.plus(high, scale, minimum, destination, out + 16 + j);
      }
      block += 24;
    }
  }
}
