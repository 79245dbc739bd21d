package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorOperators;

/** BF16: the upper half of a float32. */
final class Bf16RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      Loads.unsignedShorts(source, offset + 2L * i)
          .lanewise(VectorOperators.LSHL, 16)
          .reinterpretAsFloats()
          .intoArray(destination, position + i);
    }
    for (int i = whole; i < count; i++) {
      destination[position + i] = Float.intBitsToFloat(Loads.int16(source, offset + 2L * i) << 16);
    }
  }
}
