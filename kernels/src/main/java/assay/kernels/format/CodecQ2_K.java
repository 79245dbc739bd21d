package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 two-bit values, 16 groups of 16 with 4-bit scale and minimum: 16 bytes (scale low), 64 bytes,
 * half d, half dmin.
 */
final class CodecQ2_K extends OffsetBlockCodec {

  CodecQ2_K() {
    super(Format.Q2_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude) {
    float d = Bits.half(block, at + 80);
    float dmin = Bits.half(block, at + 82);
    for (int group = 0; group < 16; group++) {
      int packed = Bits.u8(block, at + group);
      float scale = d * (packed & 15);
      float min = dmin * (packed >> 4);
      long first = at + 16 + KQuants.twoBitByte(group);
      int shift = KQuants.twoBitShift(group);
      for (int l = 0; l < 16; l++) {
        int q = Bits.u8(block, first + l) >> shift & 3;
        out[to + 16 * group + l] = join(scale * q, -min, magnitude);
      }
    }
  }
}
