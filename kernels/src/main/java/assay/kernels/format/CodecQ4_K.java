package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 four-bit values, 8 groups of 32 with 6-bit scale and minimum: half d, half dmin, 12 bytes,
 * 128 bytes.
 */
final class CodecQ4_K extends OffsetBlockCodec {

  CodecQ4_K() {
    super(Format.Q4_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude) {
    float d = Bits.half(block, at);
    float dmin = Bits.half(block, at + 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * PackedScales.scale(block, at + 4, group);
      float min = dmin * PackedScales.min(block, at + 4, group);
      long first = at + 16 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int l = 0; l < 32; l++) {
        int q = Bits.u8(block, first + l) >> shift & 15;
        out[to + 32 * group + l] = join(scale * q, -min, magnitude);
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    OffsetSearch search = new OffsetSearch(32, 15, -1, 20, false);
    int[] quants = SixBitGroups.encode(x, from, block, at, 15, search);
    KQuants.putNibbles(quants, block, at + 16);
  }
}
