package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** IEEE binary16; written to nearest, halves to even. */
final class CodecF16 extends BlockCodec {

  CodecF16() {
    super(Format.F16);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    out[to] = Bits.half(block, at);
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    Bits.putHalf(block, at, x[from]);
  }
}
