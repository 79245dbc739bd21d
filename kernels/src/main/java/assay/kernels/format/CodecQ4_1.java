package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 32 unsigned 4-bit values with offset: half d, half m, 16 bytes; low nibbles come first. */
final class CodecQ4_1 extends OffsetBlockCodec {

  CodecQ4_1() {
    super(Format.Q4_1);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude) {
    float d = Bits.half(block, at);
    float m = Bits.half(block, at + 2);
    for (int j = 0; j < 16; j++) {
      int pair = Bits.u8(block, at + 4 + j);
      out[to + j] = join((pair & 15) * d, m, magnitude);
      out[to + 16 + j] = join((pair >> 4) * d, m, magnitude);
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    Range range = Range.of(x, from, 32);
    float d = range.width() / 15;
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    Bits.putHalf(block, at + 2, range.min());
    for (int j = 0; j < 16; j++) {
      int low = quant((x[from + j] - range.min()) * inverse);
      int high = quant((x[from + 16 + j] - range.min()) * inverse);
      Bits.putByte(block, at + 4 + j, low | high << 4);
    }
  }

  private static int quant(float scaled) {
    return Math.min(15, (int) (scaled + 0.5f));
  }
}
