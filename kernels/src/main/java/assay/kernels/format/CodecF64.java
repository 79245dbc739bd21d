package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** IEEE binary64; read to the nearest float32. */
final class CodecF64 extends BlockCodec {

  CodecF64() {
    super(Format.F64);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    out[to] = (float) block.get(Bits.DOUBLE, at);
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    block.set(Bits.DOUBLE, at, x[from]);
  }
}
