package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** IQ4_NL: half d; nibbles in the order of Q4_0 select from a table; {@code d * table[q]}. */
final class Iq4NlRowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = Loads.half(source, block);
      for (int j = 0; j < 16; j += LANES) {
        IntVector pair = Loads.unsignedBytes(source, block + 2 + j);
        IntVector low = CodeTable.IQ4.select(pair.and(0x0F));
        IntVector high = CodeTable.IQ4.select(pair.lanewise(VectorOperators.LSHR, 4));
        Stores.scaled(low, scale, destination, out + j);
        Stores.scaled(high, scale, destination, out + 16 + j);
      }
      block += 18;
    }
  }
}
