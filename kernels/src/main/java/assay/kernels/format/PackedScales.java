package assay.kernels.format;

import java.lang.foreign.MemorySegment;

/** Eight six-bit scales and eight six-bit minima in the twelve bytes of Q4_K and Q5_K. */
final class PackedScales {

  private PackedScales() {}

  static int scale(MemorySegment block, long at, int group) {
    return group < 4
        ? Bits.u8(block, at + group) & 63
        : (Bits.u8(block, at + group + 4) & 15) | (Bits.u8(block, at + group - 4) >> 6) << 4;
  }

  static int min(MemorySegment block, long at, int group) {
    return group < 4
        ? Bits.u8(block, at + group + 4) & 63
        : (Bits.u8(block, at + group + 4) >> 4) | (Bits.u8(block, at + group) >> 6) << 4;
  }

  /** Groups in ascending order: the later four add their high bits to bytes of the first four. */
  static void put(MemorySegment block, long at, int group, int scale, int min) {
    if (group < 4) {
      Bits.putByte(block, at + group, scale);
      Bits.putByte(block, at + group + 4, min);
    } else {
      Bits.putByte(block, at + group + 4, (scale & 15) | (min & 15) << 4);
      Bits.putByte(block, at + group - 4, Bits.u8(block, at + group - 4) | scale >> 4 << 6);
      Bits.putByte(block, at + group, Bits.u8(block, at + group) | min >> 4 << 6);
    }
  }
}
