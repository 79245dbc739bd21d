package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Q5_0: half d; 32 fifth bits, bit j for element j; nibbles as Q4_0; {@code (q - 16) * d}. */
final class Q5x0RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = Loads.half(source, block);
      int fifth = Loads.int32(source, block + 2);
      for (int j = 0; j < 16; j += LANES) {
        IntVector pair = Loads.unsignedBytes(source, block + 6 + j);
        IntVector low = pair.and(0x0F).or(Loads.bits(fifth, j).lanewise(VectorOperators.LSHL, 4));
        IntVector high =
            pair.lanewise(VectorOperators.LSHR, 4)
                .or(Loads.bits(fifth, j + 16).lanewise(VectorOperators.LSHL, 4));
        Stores.scaled(low.sub(16), scale, destination, out + j);
        Stores.scaled(high.sub(16), scale, destination, out + 16 + j);
      }
      block += 22;
    }
  }
}
