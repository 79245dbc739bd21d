package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * MXFP4: a power-of-two scale (E8M0); nibbles in the order of Q4_0 are E2M1 floats.
 *
 * <p>The table holds doubled values, so the scale is {@code 2^(e - 128)}; below e = 2 that is a
 * float32 subnormal.
 */
final class Mxfp4RowDecoder implements RowDecoder {

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 32) {
      float scale = halfScale(Loads.unsignedByte(source, block));
      for (int j = 0; j < 16; j += LANES) {
        IntVector pair = Loads.unsignedBytes(source, block + 1 + j);
        IntVector low = CodeTable.FP4.select(pair.and(0x0F));
        IntVector high = CodeTable.FP4.select(pair.lanewise(VectorOperators.LSHR, 4));
        Stores.scaled(low, scale, destination, out + j);
        Stores.scaled(high, scale, destination, out + 16 + j);
      }
      block += 17;
    }
  }

  private static float halfScale(int exponent) {
    return Float.intBitsToFloat(exponent < 2 ? 0x0020_0000 << exponent : exponent - 1 << 23);
  }
}
