package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** Q4_K with a fifth bit: half d, half dmin, 12 bytes scales, 32 bytes (bit = group), 128 bytes. */
final class CodecQ5_K extends OffsetBlockCodec {

  CodecQ5_K() {
    super(Format.Q5_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude) {
    float d = Bits.half(block, at);
    float dmin = Bits.half(block, at + 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * PackedScales.scale(block, at + 4, group);
      float min = dmin * PackedScales.min(block, at + 4, group);
      long first = at + 48 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int l = 0; l < 32; l++) {
        int low = Bits.u8(block, first + l) >> shift & 15;
        int fifth = Bits.u8(block, at + 16 + l) >> group & 1;
        out[to + 32 * group + l] = join(scale * (low + 16 * fifth), -min, magnitude);
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    OffsetSearch search = new OffsetSearch(32, 31, -0.5f, 15, false);
    int[] quants = SixBitGroups.encode(x, from, block, at, 31, search);
    for (int l = 0; l < 32; l++) {
      int fifth = 0;
      for (int group = 0; group < 8; group++) {
        fifth |= (quants[32 * group + l] >> 4) << group;
      }
      Bits.putByte(block, at + 16 + l, fifth);
    }
    KQuants.putNibbles(quants, block, at + 48);
  }
}
