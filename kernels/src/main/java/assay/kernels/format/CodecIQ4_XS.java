package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * IQ4_NL in 256 with 6-bit scales for 8 groups of 32: half d, u16 high bits, 4 bytes low bits, 128
 * bytes.
 */
final class CodecIQ4_XS extends BlockCodec {

  CodecIQ4_XS() {
    super(Format.IQ4_XS);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    int scalesHigh = Bits.u16(block, at + 2);
    for (int group = 0; group < 8; group++) {
      int low = Bits.u8(block, at + 4 + group / 2) >> (group % 2 * 4) & 15;
      float scale = d * ((low | (scalesHigh >> (2 * group) & 3) << 4) - 32);
      for (int j = 0; j < 16; j++) {
        int pair = Bits.u8(block, at + 8 + 16 * group + j);
        out[to + 32 * group + j] = scale * NonLinear4.level(pair & 15);
        out[to + 32 * group + 16 + j] = scale * NonLinear4.level(pair >> 4);
      }
    }
  }
}
