package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 three-bit values, 16 groups of 16 with 6-bit scale: 32 bytes high bits, 64 bytes, 12 bytes
 * scales, half d.
 */
final class CodecQ3_K extends BlockCodec {

  CodecQ3_K() {
    super(Format.Q3_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at + 108);
    for (int group = 0; group < 16; group++) {
      float scale = d * scale(block, at + 96, group);
      long low = at + 32 + KQuants.twoBitByte(group);
      int shift = KQuants.twoBitShift(group);
      long high = at + group % 2 * 16;
      for (int l = 0; l < 16; l++) {
        int two = Bits.u8(block, low + l) >> shift & 3;
        int third = Bits.u8(block, high + l) >> (group / 2) & 1;
        out[to + 16 * group + l] = scale * (two + 4 * third - 4);
      }
    }
  }

  /** Low four bits from bytes 0-7 (low nibbles, then high), high two from bytes 8-11. */
  private static int scale(MemorySegment block, long scales, int group) {
    int low = Bits.u8(block, scales + group % 8) >> (group / 8 * 4) & 15;
    int high = Bits.u8(block, scales + 8 + group % 4) >> (group / 4 * 2) & 3;
    return (low | high << 4) - 32;
  }
}
