package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 32 signed 4-bit values: half d, 16 bytes; low nibbles come first. The extreme value maps to -8.
 */
final class CodecQ4_0 extends BlockCodec {

  CodecQ4_0() {
    super(Format.Q4_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int j = 0; j < 16; j++) {
      int pair = Bits.u8(block, at + 2 + j);
      out[to + j] = ((pair & 15) - 8) * d;
      out[to + 16 + j] = ((pair >> 4) - 8) * d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float d = Bits.extreme(x, from, 32) / -8;
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    for (int j = 0; j < 16; j++) {
      int low = quant(x[from + j] * inverse);
      int high = quant(x[from + 16 + j] * inverse);
      Bits.putByte(block, at + 2 + j, low | high << 4);
    }
  }

  private static int quant(float scaled) {
    return Math.min(15, (int) (scaled + 8.5f));
  }
}
