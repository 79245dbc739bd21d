package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 128 signs with one scale: half d, 16 bytes of bits; bit set means +d. */
final class CodecQ1_0 extends BlockCodec {

  CodecQ1_0() {
    super(Format.Q1_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int j = 0; j < 128; j++) {
      int bit = (Bits.u8(block, at + 2 + j / 8) >> (j % 8)) & 1;
      out[to + j] = bit == 1 ? d : -d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float sum = 0;
    for (int j = 0; j < 128; j++) {
      sum += Math.abs(x[from + j]);
    }
    Bits.putHalf(block, at, sum / 128);
    for (int i = 0; i < 16; i++) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        bits |= x[from + 8 * i + j] >= 0 ? 1 << j : 0;
      }
      Bits.putByte(block, at + 2 + i, bits);
    }
  }
}
