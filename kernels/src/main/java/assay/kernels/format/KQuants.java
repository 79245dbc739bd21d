package assay.kernels.format;

import java.lang.foreign.MemorySegment;

/** What the K formats share: 256 elements, two-bit planes, six-bit scales in twelve bytes. */
final class KQuants {

  static final int BLOCK = 256;

  private KQuants() {}

  /** First byte of a group of 16 in the two-bit plane: 32 bytes hold 128 elements. */
  static int twoBitByte(int group) {
    return group / 8 * 32 + group % 2 * 16;
  }

  static int twoBitShift(int group) {
    return group % 8 / 2 * 2;
  }

  /** Writes the low two bits of 256 quants as the plane of 64 bytes. */
  static void putTwoBits(int[] quants, MemorySegment block, long at) {
    for (int j = 0; j < BLOCK; j += 128) {
      for (int l = 0; l < 32; l++) {
        int bits = 0;
        for (int part = 0; part < 4; part++) {
          bits |= (quants[j + 32 * part + l] & 3) << (2 * part);
        }
        Bits.putByte(block, at + j / 4 + l, bits);
      }
    }
  }

  /**
   * Writes the low four bits of 256 quants as 128 bytes: of each 64, the first 32 are low nibbles.
   */
  static void putNibbles(int[] quants, MemorySegment block, long at) {
    for (int j = 0; j < BLOCK; j += 64) {
      for (int l = 0; l < 32; l++) {
        Bits.putByte(block, at + j / 2 + l, (quants[j + l] & 15) | (quants[j + 32 + l] & 15) << 4);
      }
    }
  }
}
