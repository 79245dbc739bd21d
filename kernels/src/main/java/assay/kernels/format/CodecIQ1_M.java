package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * IQ1_S with a shift per 8 and a scale per 16 elements: 32 bytes index, 16 bytes high bits and
 * shift signs, 4 u16 scales.
 *
 * <p>The block's half scale is spread over the top nibbles of the four u16; 3-bit scales lie below.
 */
final class CodecIQ1_M extends BlockCodec {

  private final Grid grid = Grid.load("iq1_s");

  CodecIQ1_M() {
    super(Format.IQ1_M);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Float.float16ToFloat((short) spreadScale(block, at + 48));
    for (int l = 0; l < 32; l++) {
      int scales = Bits.u16(block, at + 48 + 2 * (l / 8));
      float scale = d * (2 * (scales >> (3 * (l / 2 % 4)) & 7) + 1);
      int high = Bits.u8(block, at + 32 + l / 2) >> (l % 2 * 4);
      float shift = (high & 8) != 0 ? -0.125f : 0.125f;
      int point = Bits.u8(block, at + l) | (high & 7) << 8;
      for (int j = 0; j < 8; j++) {
        out[to + 8 * l + j] = scale * (grid.at(point, j) + shift);
      }
    }
  }

  private static int spreadScale(MemorySegment block, long at) {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits |= (Bits.u16(block, at + 2 * i) >> 12) << (4 * i);
    }
    return bits;
  }
}
