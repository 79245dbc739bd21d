package assay.kernels.vector.dequant;

import assay.kernels.vector.decode.RowDecoder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** F32: decoders write straight into the output. */
final class FloatOutput implements Output {

  private final float[] elements;

  FloatOutput(int count) {
    elements = new float[count];
  }

  @Override
  public void decode(
      int thread, RowDecoder decoder, MemorySegment source, long offset, int position, int count) {
    decoder.decode(source, offset, elements, position, count);
  }

  @Override
  public void poison() {
    Arrays.fill(elements, Float.NaN);
  }

  @Override
  public void read(float[] destination) {
    System.arraycopy(elements, 0, destination, 0, elements.length);
  }
}
