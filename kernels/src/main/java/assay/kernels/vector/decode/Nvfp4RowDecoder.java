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
      if (LANES == 16) {
        decodePair(source, block, 0, destination, out);
        decodePair(source, block, 2, destination, out + 32);
      } else {
        for (int sub = 0; sub < 4; sub++) {
          decodeSub(source, block, sub, destination, out + 16 * sub);
        }
      }
      block += 36;
    }
  }

  private static void decodePair(
      MemorySegment source, long block, int sub, float[] destination, int out) {
    float first = halfScale(Loads.unsignedByte(source, block + sub));
    float second = halfScale(Loads.unsignedByte(source, block + sub + 1));
    IntVector bytes = Loads.unsignedBytes(source, block + CODES + 8 * sub);
    Stores.scaled(nibbles(FIRST_TWICE.selectFrom(bytes)), first, destination, out);
    Stores.scaled(nibbles(SECOND_TWICE.selectFrom(bytes)), second, destination, out + 16);
  }

  private static IntVector nibbles(IntVector twice) {
    return CodeTable.FP4.select(twice.lanewise(VectorOperators.LSHR, NIBBLE_SHIFTS).and(0x0F));
  }

  private static void decodeSub(
      MemorySegment source, long block, int sub, float[] destination, int out) {
    float scale = halfScale(Loads.unsignedByte(source, block + sub));
    for (int j = 0; j < 16; j += LANES) {
      IntVector codes =
          Loads.unsignedBytes(source, block + CODES + 8 * sub + (j & 7))
              .lanewise(VectorOperators.LSHR, j >> 3 << 2)
              .and(0x0F);
      Stores.scaled(CodeTable.FP4.select(codes), scale, destination, out + j);
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
