package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 2048 x 8 grid of -1, 0, 1, shifted by an eighth: half d, 32 bytes
 * index, 8 u16.
 *
 * <p>A u16 serves 32 elements: 4 x 3 high index bits, a 3-bit scale, the sign of the shift.
 */
final class CodecIQ1_S extends BlockCodec {

  private final Grid grid = Grid.load("iq1_s");

  CodecIQ1_S() {
    super(Format.IQ1_S);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int l = 0; l < 32; l++) {
      int high = Bits.u16(block, at + 34 + 2 * (l / 4));
      float scale = d * (2 * (high >> 12 & 7) + 1);
      float shift = (high & 0x8000) != 0 ? -0.125f : 0.125f;
      int point = Bits.u8(block, at + 2 + l) | (high >> (3 * (l % 4)) & 7) << 8;
      for (int j = 0; j < 8; j++) {
        out[to + 8 * l + j] = scale * (grid.at(point, j) + shift);
      }
    }
  }
}
