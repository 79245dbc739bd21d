package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 32 four-bit indices into fixed uneven levels: half d, 16 bytes, low nibbles first. */
final class CodecIQ4_NL extends BlockCodec {

  CodecIQ4_NL() {
    super(Format.IQ4_NL);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int j = 0; j < 16; j++) {
      int pair = Bits.u8(block, at + 2 + j);
      out[to + j] = d * NonLinear4.level(pair & 15);
      out[to + 16 + j] = d * NonLinear4.level(pair >> 4);
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float scale = NonLinear4.scale(x, from);
    float inverse = Bits.inverse(scale);
    Bits.putHalf(block, at, scale);
    for (int j = 0; j < 16; j++) {
      int low = NonLinear4.nearest(inverse * x[from + j]);
      int high = NonLinear4.nearest(inverse * x[from + 16 + j]);
      Bits.putByte(block, at + 2 + j, low | high << 4);
    }
  }
}
