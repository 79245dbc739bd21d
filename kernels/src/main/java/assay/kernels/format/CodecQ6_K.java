package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 six-bit values, 16 groups of 16 with 8-bit scale: 128 bytes low, 64 bytes high, 16 bytes
 * scales, half d.
 */
final class CodecQ6_K extends BlockCodec {

  CodecQ6_K() {
    super(Format.Q6_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at + 208);
    for (int group = 0; group < 16; group++) {
      float scale = d * Bits.i8(block, at + 192 + group);
      // 128 elements at a time: quarter 0..3 of 32; quarters 0, 1 are low nibbles, 2, 3 high ones.
      int quarter = group % 8 / 2;
      long low = at + group / 8 * 64 + quarter % 2 * 32 + group % 2 * 16;
      long high = at + 128 + group / 8 * 32 + group % 2 * 16;
      for (int l = 0; l < 16; l++) {
        int four = Bits.u8(block, low + l) >> (quarter / 2 * 4) & 15;
        int two = Bits.u8(block, high + l) >> (quarter * 2) & 3;
        out[to + 16 * group + l] = scale * ((four | two << 4) - 32);
      }
    }
  }
}
