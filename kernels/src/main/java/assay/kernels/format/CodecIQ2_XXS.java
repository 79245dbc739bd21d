package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 256 x 8 grid with signs: half d, then per 32 elements 8 bytes.
 *
 * <p>Those are four point indices and a word with 4 x 7 sign bits under a 4-bit scale.
 */
final class CodecIQ2_XXS extends BlockCodec {

  private final Grid grid = Grid.load("iq2_xxs");

  CodecIQ2_XXS() {
    super(Format.IQ2_XXS);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int group = 0; group < 8; group++) {
      long first = at + 2 + 8 * group;
      int word = Bits.i32(block, first + 4);
      float scale = d * (0.5f + (word >>> 28)) * 0.25f;
      for (int l = 0; l < 4; l++) {
        int point = Bits.u8(block, first + l);
        int signs = Signs.complete(word >>> (7 * l) & 127);
        for (int j = 0; j < 8; j++) {
          out[to + 32 * group + 8 * l + j] = scale * grid.at(point, j) * Signs.of(signs, j);
        }
      }
    }
  }
}
