package assay.kernels.vector.decode;

import java.lang.foreign.MemorySegment;

/**
 * The 12 bytes that hold eight 6-bit scales and eight 6-bit minima in Q4_K and Q5_K.
 *
 * <p>Bytes 0-3 and 4-7 hold groups 0-3 in their low six bits; bytes 8-11 hold the low nibbles of
 * groups 4-7, whose upper two bits fill the tops of bytes 0-3 and 4-7. Unpacked to one long of
 * eight bytes: a shift then gives any group, without memory and without an array.
 */
final class SixBitScales {

  private static final int SIX = 0x3F3F_3F3F;
  private static final int FOUR = 0x0F0F_0F0F;
  private static final int TWO = 0x0303_0303;

  private SixBitScales() {}

  static long scales(MemorySegment source, long offset) {
    int first = Loads.int32(source, offset);
    int last = Loads.int32(source, offset + 8);
    return join(first & SIX, last & FOUR | (first >>> 6 & TWO) << 4);
  }

  static long minima(MemorySegment source, long offset) {
    int first = Loads.int32(source, offset + 4);
    int last = Loads.int32(source, offset + 8);
    return join(first & SIX, last >>> 4 & FOUR | (first >>> 6 & TWO) << 4);
  }

  /** The byte of one group. */
  static int of(long packed, int group) {
    return (int) (packed >>> 8 * group) & 0xFF;
  }

  private static long join(int low, int high) {
    return low | (long) high << 32;
  }
}
