package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * IQ4_NL in 256 with 6-bit scales for 8 groups of 32: half d, u16 high bits, 4 bytes low bits, 128
 * bytes.
 */
final class CodecIQ4_XS extends BlockCodec {

  CodecIQ4_XS() {
    super(Format.IQ4_XS);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    int scalesHigh = Bits.u16(block, at + 2);
    for (int group = 0; group < 8; group++) {
      int low = Bits.u8(block, at + 4 + group / 2) >> (group % 2 * 4) & 15;
      float scale = d * ((low | (scalesHigh >> (2 * group) & 3) << 4) - 32);
      for (int j = 0; j < 16; j++) {
        int pair = Bits.u8(block, at + 8 + 16 * group + j);
        out[to + 32 * group + j] = scale * NonLinear4.level(pair & 15);
        out[to + 32 * group + 16 + j] = scale * NonLinear4.level(pair >> 4);
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float[] scales = new float[8];
    for (int group = 0; group < 8; group++) {
      scales[group] = NonLinear4.scale(x, from + 32 * group);
    }
    float d = -Bits.extreme(scales, 0, 8) / 32;
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at, d);
    int high = 0;
    int low = 0;
    for (int group = 0; group < 8; group++) {
      int six = Bits.clamp(Bits.nearestEven(inverse * scales[group]), -32, 31);
      putCodes(x, from + 32 * group, Bits.inverse(d * six), block, at + 8 + 16 * group);
      high |= (six + 32) >> 4 << (2 * group);
      low |= ((six + 32) & 15) << (4 * group);
    }
    Bits.putShort(block, at + 2, high);
    Bits.putInt(block, at + 4, low);
  }

  private static void putCodes(float[] x, int from, float inverse, MemorySegment block, long at) {
    for (int j = 0; j < 16; j++) {
      int low = NonLinear4.nearest(inverse * x[from + j]);
      int high = NonLinear4.nearest(inverse * x[from + 16 + j]);
      Bits.putByte(block, at + j, low | high << 4);
    }
  }
}
