package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** Plain integers; written to nearest, halves to even, saturating, a NaN as 0. */
final class CodecInteger extends BlockCodec {

  CodecInteger(Format format) {
    super(format);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    out[to] =
        switch (format().blockBytes()) {
          case 1 -> Bits.i8(block, at);
          case 2 -> block.get(Bits.SHORT, at);
          default -> Bits.i32(block, at);
        };
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    int value = (int) Math.rint(x[from]);
    switch (format().blockBytes()) {
      case 1 -> Bits.putByte(block, at, Bits.clamp(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case 2 -> Bits.putShort(block, at, Bits.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
      default -> Bits.putInt(block, at, value);
    }
  }
}
