package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** TQ2_0: 64 bytes of 2-bit codes, 32 bytes for four runs of 32; half d; {@code (q - 1) * d}. */
final class Tq2x0RowDecoder implements RowDecoder {

  private static final int D = 64;

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 256) {
      float scale = Loads.half(source, block + D);
      for (int j = 0; j < 64; j += LANES) {
        IntVector codes = Loads.unsignedBytes(source, block + j);
        int start = out + 128 * (j >> 5) + (j & 31);
        for (int run = 0; run < 4; run++) {
          IntVector code = codes.lanewise(VectorOperators.LSHR, 2 * run).and(3).sub(1);
          Stores.scaled(code, scale, destination, start + 32 * run);
        }
      }
      block += 66;
    }
  }
}
