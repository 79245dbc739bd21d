package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** Bfloat16; written to nearest, halves to even. */
final class CodecBF16 extends BlockCodec {

  CodecBF16() {
    super(Format.BF16);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    out[to] = Bfloat16.toFloat(block.get(Bits.SHORT, at));
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    Bits.putShort(block, at, Bfloat16.fromFloat(x[from]));
  }
}
