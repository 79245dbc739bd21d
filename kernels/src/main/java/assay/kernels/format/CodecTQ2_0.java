package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 values -1, 0, 1 (2 also decodes) in two bits each, low bits first per 32 bytes: 64 bytes,
 * half d.
 */
final class CodecTQ2_0 extends BlockCodec {

  CodecTQ2_0() {
    super(Format.TQ2_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at + 64);
    for (int j = 0; j < 256; j++) {
      int q = Bits.u8(block, at + byteOf(j)) >> shiftOf(j) & 3;
      out[to + j] = (q - 1) * d;
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float d = Bits.maxAbs(x, from, 256);
    float inverse = Bits.inverse(d);
    Bits.putHalf(block, at + 64, d);
    for (int j = 0; j < 256; j++) {
      int q = (Bits.nearestAway(x[from + j] * inverse) + 1) & 3;
      int before = shiftOf(j) == 0 ? 0 : Bits.u8(block, at + byteOf(j));
      Bits.putByte(block, at + byteOf(j), before | q << shiftOf(j));
    }
  }

  private static int byteOf(int j) {
    return j / 128 * 32 + j % 32;
  }

  private static int shiftOf(int j) {
    return j % 128 / 32 * 2;
  }
}
