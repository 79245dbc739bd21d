package assay.kernels.vector.decode;

import java.lang.foreign.MemorySegment;

/**
 * The 12 bytes that hold eight 6-bit scales and eight 6-bit minima in Q4_K and Q5_K.
 *
 * <p>Bytes 0-3 and 4-7 hold groups 0-3 in their low six bits; bytes 8-11 hold the low nibbles of
 * groups 4-7, whose upper two bits fill the tops of bytes 0-3 and 4-7.
 */
final class SixBitScales {

  private SixBitScales() {}

  static int scale(MemorySegment source, long scales, int group) {
    if (group < 4) {
      return Loads.unsignedByte(source, scales + group) & 63;
    }
    return Loads.unsignedByte(source, scales + group + 4) & 15
        | Loads.unsignedByte(source, scales + group - 4) >> 6 << 4;
  }

  static int minimum(MemorySegment source, long scales, int group) {
    if (group < 4) {
      return Loads.unsignedByte(source, scales + group + 4) & 63;
    }
    return Loads.unsignedByte(source, scales + group + 4) >> 4
        | Loads.unsignedByte(source, scales + group) >> 6 << 4;
  }
}
