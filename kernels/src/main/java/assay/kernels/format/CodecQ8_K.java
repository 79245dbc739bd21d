package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** 256 signed bytes: float d, 256 bytes, then 16 sums of 16 of them. Activations only. */
final class CodecQ8_K extends BlockCodec {

  CodecQ8_K() {
    super(Format.Q8_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = block.get(Bits.FLOAT, at);
    for (int j = 0; j < 256; j++) {
      out[to + j] = d * Bits.i8(block, at + 4 + j);
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    float extreme = Bits.extreme(x, from, 256);
    // The extreme maps to -127, not -128: products of two such bytes then fit 16-bit lanes in
    // pairs.
    float inverse = extreme == 0 ? 0 : -127f / extreme;
    block.set(Bits.FLOAT, at, extreme == 0 ? 0 : 1 / inverse);
    for (int group = 0; group < 16; group++) {
      int sum = 0;
      for (int j = 16 * group; j < 16 * group + 16; j++) {
        int q = Math.min(127, Bits.nearestEven(inverse * x[from + j]));
        Bits.putByte(block, at + 4 + j, q);
        sum += (byte) q;
      }
      Bits.putShort(block, at + 260 + 2 * group, sum);
    }
  }
}
