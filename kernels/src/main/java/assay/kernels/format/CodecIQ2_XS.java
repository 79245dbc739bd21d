package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 512 x 8 grid with signs: half d, 32 u16 (9 bits index, 7 bits signs),
 * 8 bytes scales.
 */
final class CodecIQ2_XS extends BlockCodec {

  private final Grid grid = Grid.load("iq2_xs");

  CodecIQ2_XS() {
    super(Format.IQ2_XS);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int l = 0; l < 32; l++) {
      int scales = Bits.u8(block, at + 66 + l / 4);
      float scale = d * (0.5f + (scales >> (l % 4 / 2 * 4) & 15)) * 0.25f;
      int packed = Bits.u16(block, at + 2 + 2 * l);
      int signs = Signs.complete(packed >> 9);
      for (int j = 0; j < 8; j++) {
        out[to + 8 * l + j] = scale * grid.at(packed & 511, j) * Signs.of(signs, j);
      }
    }
  }
}
