package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 512 x 4 grid with signs: half d, 64 bytes index, 8 bytes ninth index
 * bits, 32 bytes signs, 4 bytes scales.
 */
final class CodecIQ3_S extends BlockCodec {

  private final Grid grid = Grid.load("iq3_s");

  CodecIQ3_S() {
    super(Format.IQ3_S);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int group = 0; group < 8; group++) {
      int scales = Bits.u8(block, at + 106 + group / 2);
      float scale = d * (1 + 2 * (scales >> (group % 2 * 4) & 15));
      int ninth = Bits.u8(block, at + 66 + group);
      for (int j = 0; j < 32; j++) {
        int point = Bits.u8(block, at + 2 + 8 * group + j / 4) | (ninth >> (j / 4) & 1) << 8;
        int signs = Bits.u8(block, at + 74 + 4 * group + j / 8);
        out[to + 32 * group + j] = scale * grid.at(point, j % 4) * Signs.of(signs, j % 8);
      }
    }
  }
}
