package assay.kernels.vector.decode;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** F16: C2 turns this loop into vcvtph2ps (or fcvtl), which the Vector API cannot name. */
final class F16RowDecoder implements RowDecoder {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    for (int i = 0; i < count; i++) {
      destination[position + i] = Float.float16ToFloat(source.get(SHORT, offset + 2L * i));
    }
  }
}
