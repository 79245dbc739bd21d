package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 64 two-bit values -1, 0, 1, 2 with one scale: half d, 16 bytes, low bits first. */
final class CodecQ2_0 extends BlockCodec {

  CodecQ2_0() {
    super(Format.Q2_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int j = 0; j < 64; j++) {
      int q = (Bits.u8(block, at + 2 + j / 4) >> (2 * (j % 4))) & 3;
      out[to + j] = (q - 1) * d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float d = Bits.maxAbs(x, from, 64);
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    for (int i = 0; i < 16; i++) {
      int bits = 0;
      for (int j = 0; j < 4; j++) {
        int q = Bits.nearestAway(x[from + 4 * i + j] * inverse) + 1;
        bits |= Bits.clamp(q, 0, 3) << (2 * j);
      }
      Bits.putByte(block, at + 2 + i, bits);
    }
  }
}
