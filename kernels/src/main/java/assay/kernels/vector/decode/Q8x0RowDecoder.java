package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;

/** Q8_0: half d; 32 signed bytes; {@code q * d}. */
final class Q8x0RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = Loads.half(source, block);
      for (int j = 0; j < 32; j += LANES) {
        Stores.scaled(Loads.signedBytes(source, block + 2 + j), scale, destination, out + j);
      }
      block += 34;
    }
  }
}
