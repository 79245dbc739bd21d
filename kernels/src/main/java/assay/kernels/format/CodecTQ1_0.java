package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 trits, five to a byte, as the fraction of a base-3 number: 48 bytes, 4 bytes with four, half
 * d.
 *
 * <p>A byte holds ceil(n * 256 / 243); multiplying by 3 moves the next trit above bit 7.
 */
final class CodecTQ1_0 extends BlockCodec {

  private static final int[] POWERS = {1, 3, 9, 27, 81};

  CodecTQ1_0() {
    super(Format.TQ1_0);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at + 52);
    decodeTrits(block, at, 32, 5, d, out, to);
    decodeTrits(block, at + 32, 16, 5, d, out, to + 160);
    decodeTrits(block, at + 48, 4, 4, d, out, to + 240);
  }

  private static void decodeTrits(
      MemorySegment block, long at, int bytes, int trits, float d, float[] out, int to) {
    for (int n = 0; n < trits; n++) {
      for (int i = 0; i < bytes; i++) {
        int shifted = (Bits.u8(block, at + i) * POWERS[n]) & 0xff;
        out[to + n * bytes + i] = (((shifted * 3) >> 8) - 1) * d;
      }
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
    Bits.putHalf(block, at + 52, d);
    encodeTrits(x, from, inverse, 32, 5, block, at);
    encodeTrits(x, from + 160, inverse, 16, 5, block, at + 32);
    encodeTrits(x, from + 240, inverse, 4, 4, block, at + 48);
  }

  private static void encodeTrits(
      float[] x, int from, float inverse, int bytes, int trits, MemorySegment block, long at) {
    for (int i = 0; i < bytes; i++) {
      int number = 0;
      for (int n = 0; n < 5; n++) {
        int trit = n < trits ? Bits.nearestAway(x[from + n * bytes + i] * inverse) + 1 : 0;
        number = number * 3 + trit;
      }
      Bits.putByte(block, at + i, (number * 256 + 242) / 243);
    }
  }
}
