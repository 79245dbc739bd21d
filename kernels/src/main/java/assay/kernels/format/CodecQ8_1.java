package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * Q8_0 with {@code s = d * sum(q)} beside the scale: half d, half s, 32 bytes. Activations only.
 */
final class CodecQ8_1 extends BlockCodec {

  CodecQ8_1() {
    super(Format.Q8_1);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int j = 0; j < 32; j++) {
      out[to + j] = Bits.i8(block, at + 4 + j) * d;
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
    int sum = 0;
    for (int j = 0; j < 32; j++) {
      int q = Bits.nearestAway(x[from + j] * inverse);
      Bits.putByte(block, at + 4 + j, q);
      sum += (byte) q;
    }
    Bits.putHalf(block, at + 2, sum * d);
  }
}
