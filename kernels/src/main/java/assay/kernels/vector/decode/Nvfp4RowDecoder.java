package assay.kernels.vector.decode;

import static assay.kernels.vector.decode.Loads.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * NVFP4: four UE4M3 scales, each for 16 elements in 8 bytes: low nibbles, then high ones.
 *
 * <p>Sixteen lanes are wider than a sub-block's bytes: there one load feeds two sub-blocks.
 */
final class Nvfp4RowDecoder implements RowDecoder {

  private static final int CODES = 4;

  private static final IntVector FIRST_TWICE = Loads.IOTA.and(7);
  private static final IntVector SECOND_TWICE = FIRST_TWICE.or(8);
  private static final IntVector NIBBLE_SHIFTS =
      Loads.IOTA.lanewise(VectorOperators.LSHR, 3).mul(4);

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    long block = offset;
    int end = position + count;
    for (int out = position; out < end; out += 64) {
      for (int sub = 0; sub < 4; sub += 2) {
        float first = halfScale(Loads.unsignedByte(source, block + sub));
        float second = halfScale(Loads.unsignedByte(source, block + sub + 1));
        long codes = block + CODES + 8 * sub;
        if (LANES == 16) {
          decodePair(source, codes, first, second, destination, out + 16 * sub);
        } else {
          decodeSub(source, codes, first, destination, out + 16 * sub);
          decodeSub(source, codes + 8, second, destination, out + 16 * sub + 16);
        }
      }
      block += 36;
    }
  }

  private static void decodePair(
      MemorySegment source, long codes, float first, float second, float[] destination, int out) {
    IntVector bytes = Loads.unsignedBytes(source, codes);
    Stores.scaled(nibbles(FIRST_TWICE.selectFrom(bytes)), first, destination, out);
    Stores.scaled(nibbles(SECOND_TWICE.selectFrom(bytes)), second, destination, out + 16);
  }

  private static IntVector nibbles(IntVector twice) {
    return CodeTable.FP4.select(twice.lanewise(VectorOperators.LSHR, NIBBLE_SHIFTS).and(0x0F));
  }

  private static void decodeSub(
      MemorySegment source, long codes, float scale, float[] destination, int out) {
    for (int j = 0; j < 8; j += LANES) {
      IntVector pair = Loads.unsignedBytes(source, codes + j);
      IntVector low = CodeTable.FP4.select(pair.and(0x0F));
      IntVector high = CodeTable.FP4.select(pair.lanewise(VectorOperators.LSHR, 4));
      Stores.scaled(low, scale, destination, out + j);
      Stores.scaled(high, scale, destination, out + 8 + j);
    }
  }

  /** Half the UE4M3 value, as the table is doubled; codes 0 and 0x7F mean 0. */
  private static float halfScale(int code) {
    if (code == 0 || code == 0x7F) {
      return 0;
    }
    int exponent = code >> 3 & 15;
    int mantissa = code & 7;
    return exponent == 0
        ? mantissa * 0x1p-10f
        : Float.intBitsToFloat(exponent + 127 - 8 << 23 | mantissa << 20);
  }
}
