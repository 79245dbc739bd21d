package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** IEEE binary32, the identity. */
final class CodecF32 implements Codec {

  @Override
  public Format format() {
    return Format.F32;
  }

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    MemorySegment.copy(source, Bits.FLOAT, offset, destination, position, count);
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  public void encode(
      float[] source, int position, int count, MemorySegment destination, long offset) {
    MemorySegment.copy(source, position, destination, Bits.FLOAT, offset, count);
  }
}
