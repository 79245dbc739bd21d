package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 64 E2M1 values in four groups of 16, each with a UE4M3 scale: 4 scale bytes, 4 x 8 bytes. */
final class CodecNVFP4 extends BlockCodec {

  CodecNVFP4() {
    super(Format.NVFP4);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    for (int group = 0; group < 4; group++) {
      float d = Fp4.halfUe4m3(Bits.u8(block, at + group));
      for (int j = 0; j < 8; j++) {
        int pair = Bits.u8(block, at + 4 + 8 * group + j);
        out[to + 16 * group + j] = Fp4.doubled(pair & 15) * d;
        out[to + 16 * group + 8 + j] = Fp4.doubled(pair >> 4) * d;
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    for (int group = 0; group < 4; group++) {
      int first = from + 16 * group;
      int scale = Fp4.toUe4m3(Bits.maxAbs(x, first, 16) / 6);
      float d = Fp4.halfUe4m3(scale);
      Bits.putByte(block, at + group, scale);
      for (int j = 0; j < 8; j++) {
        int low = Fp4.nearest(x[first + j], d);
        int high = Fp4.nearest(x[first + 8 + j], d);
        Bits.putByte(block, at + 4 + 8 * group + j, low | high << 4);
      }
    }
  }
}
