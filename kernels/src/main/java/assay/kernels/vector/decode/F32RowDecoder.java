package assay.kernels.vector.decode;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** F32: a copy. */
final class F32RowDecoder implements RowDecoder {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    MemorySegment.copy(source, FLOAT, offset, destination, position, count);
  }
}
