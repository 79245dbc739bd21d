package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** OCP microscaling FP4: one power of two (E8M0 byte) for 32 E2M1 values, low nibbles first. */
final class CodecMXFP4 extends BlockCodec {

  CodecMXFP4() {
    super(Format.MXFP4);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Fp4.halfE8m0(Bits.u8(block, at));
    for (int j = 0; j < 16; j++) {
      int pair = Bits.u8(block, at + 1 + j);
      out[to + j] = Fp4.doubled(pair & 15) * d;
      out[to + 16 + j] = Fp4.doubled(pair >> 4) * d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    int exponent = exponent(Bits.maxAbs(x, from, 32));
    float d = Fp4.halfE8m0(exponent);
    Bits.putByte(block, at, exponent);
    for (int j = 0; j < 16; j++) {
      int low = Fp4.nearest(x[from + j], d);
      int high = Fp4.nearest(x[from + 16 + j], d);
      Bits.putByte(block, at + 1 + j, low | high << 4);
    }
  }

  /** The largest E2M1 exponent is 2; a logarithm in float32 decides at the powers of two. */
  private static int exponent(float largest) {
    if (!(largest > 0)) {
      return 0;
    }
    float log2 = (float) (Math.log(largest) / Math.log(2));
    return Bits.clamp((int) Math.floor(log2) - 2 + 127, 0, 255);
  }
}
