package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 32 signed 5-bit values: half d, 4 bytes of fifth bits, 16 bytes of nibbles, low ones first. */
final class CodecQ5_0 extends BlockCodec {

  CodecQ5_0() {
    super(Format.Q5_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    int fifth = Bits.i32(block, at + 2);
    for (int j = 0; j < 16; j++) {
      int pair = Bits.u8(block, at + 6 + j);
      int low = (pair & 15) | ((fifth >>> j) & 1) << 4;
      int high = (pair >> 4) | ((fifth >>> (16 + j)) & 1) << 4;
      out[to + j] = (low - 16) * d;
      out[to + 16 + j] = (high - 16) * d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float d = Bits.extreme(x, from, 32) / -16;
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    int fifth = 0;
    for (int j = 0; j < 16; j++) {
      int low = quant(x[from + j] * inverse);
      int high = quant(x[from + 16 + j] * inverse);
      Bits.putByte(block, at + 6 + j, (low & 15) | (high & 15) << 4);
      fifth |= (low >> 4) << j | (high >> 4) << (16 + j);
    }
    Bits.putInt(block, at + 2, fifth);
  }

  private static int quant(float scaled) {
    return Math.min(31, (int) (scaled + 16.5f));
  }
}
