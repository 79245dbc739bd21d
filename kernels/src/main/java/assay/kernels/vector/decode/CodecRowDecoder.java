package assay.kernels.vector.decode;

import assay.kernels.format.Codec;
import java.lang.foreign.MemorySegment;

/** A format without a vectorised decoder, element by element. */
final class CodecRowDecoder implements RowDecoder {

  private final Codec codec;

  CodecRowDecoder(Codec codec) {
    this.codec = codec;
  }

  @Override
  public void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    codec.decode(source, offset, destination, position, count);
  }

  @Override
  public String name() {
    return "scalar codec of " + codec.format().text();
  }
}
