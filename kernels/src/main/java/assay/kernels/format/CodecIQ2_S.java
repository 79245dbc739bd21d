package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 1024 x 8 grid with signs: half d, 32 bytes index, 32 bytes signs, 8
 * bytes high index bits, 8 bytes scales.
 */
final class CodecIQ2_S extends BlockCodec {

  private final Grid grid = Grid.load("iq2_s");

  CodecIQ2_S() {
    super(Format.IQ2_S);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int l = 0; l < 32; l++) {
      int scales = Bits.u8(block, at + 74 + l / 4);
      float scale = d * (0.5f + (scales >> (l % 4 / 2 * 4) & 15)) * 0.25f;
      int high = Bits.u8(block, at + 66 + l / 4) >> (2 * (l % 4)) & 3;
      int point = Bits.u8(block, at + 2 + l) | high << 8;
      int signs = Bits.u8(block, at + 34 + l);
      for (int j = 0; j < 8; j++) {
        out[to + 8 * l + j] = scale * grid.at(point, j) * Signs.of(signs, j);
      }
    }
  }
}
