package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 32 unsigned 5-bit values with offset: half d, half m, 4 bytes of fifth bits, 16 bytes. */
final class CodecQ5_1 extends OffsetBlockCodec {

  CodecQ5_1() {
    super(Format.Q5_1);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude) {
    float d = Bits.half(block, at);
    float m = Bits.half(block, at + 2);
    int fifth = Bits.i32(block, at + 4);
    for (int j = 0; j < 16; j++) {
      int pair = Bits.u8(block, at + 8 + j);
      int low = (pair & 15) | ((fifth >>> j) & 1) << 4;
      int high = (pair >> 4) | ((fifth >>> (16 + j)) & 1) << 4;
      out[to + j] = join(low * d, m, magnitude);
      out[to + 16 + j] = join(high * d, m, magnitude);
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    Range range = Range.of(x, from, 32);
    float d = range.width() / 31;
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    Bits.putHalf(block, at + 2, range.min());
    int fifth = 0;
    for (int j = 0; j < 16; j++) {
      int low = quant((x[from + j] - range.min()) * inverse);
      int high = quant((x[from + 16 + j] - range.min()) * inverse);
      Bits.putByte(block, at + 8 + j, (low & 15) | (high & 15) << 4);
      fifth |= (low >> 4) << j | (high >> 4) << (16 + j);
    }
    Bits.putInt(block, at + 4, fifth);
  }

  private static int quant(float scaled) {
    return Math.min(31, (int) (scaled + 0.5f));
  }
}
