package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 256 x 4 grid with signs: half d, 64 bytes index, 8 words of 4 x 7
 * sign bits under a 4-bit scale.
 */
final class CodecIQ3_XXS extends BlockCodec {

  private final Grid grid = Grid.load("iq3_xxs");

  CodecIQ3_XXS() {
    super(Format.IQ3_XXS);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int group = 0; group < 8; group++) {
      int word = Bits.i32(block, at + 66 + 4 * group);
      float scale = d * (0.5f + (word >>> 28)) * 0.5f;
      for (int j = 0; j < 32; j++) {
        int point = Bits.u8(block, at + 2 + 8 * group + j / 4);
        int signs = Signs.complete(word >>> (7 * (j / 8)) & 127);
        out[to + 32 * group + j] = scale * grid.at(point, j % 4) * Signs.of(signs, j % 8);
      }
    }
  }
}
