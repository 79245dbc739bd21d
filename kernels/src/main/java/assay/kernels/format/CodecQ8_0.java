package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 32 signed bytes with one scale: half d, 32 bytes. */
final class CodecQ8_0 extends BlockCodec {

  CodecQ8_0() {
    super(Format.Q8_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int j = 0; j < 32; j++) {
      out[to + j] = Bits.i8(block, at + 2 + j) * d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float d = Bits.maxAbs(x, from, 32) / 127;
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    for (int j = 0; j < 32; j++) {
      Bits.putByte(block, at + 2 + j, Bits.nearestAway(x[from + j] * inverse));
    }
  }
}
