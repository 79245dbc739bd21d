package assay.kernels.vector.dequant;

import assay.kernels.vector.decode.RowDecoder;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** F16 or BF16: a chunk is decoded to floats that stay in L1, then narrowed. */
final class ShortOutput implements Output {

  private static final int PADDING = 64;

  private final short[] elements;

  /** Rows longer than a chunk: neighbours would share a cache line that one reads, one writes. */
  private final float[][] chunks;

  private final Narrower narrower;

  ShortOutput(int count, int threads, Narrower narrower) {
    elements = new short[count];
    chunks = new float[threads][PreparedDequant.CHUNK + PADDING];
    this.narrower = narrower;
  }

  @Override
  public void decode(
      int thread, RowDecoder decoder, MemorySegment source, long offset, int position, int count) {
    decoder.decode(source, offset, chunks[thread], 0, count);
    narrower.narrow(chunks[thread], elements, position, count);
  }

  @Override
  public void poison() {
    Arrays.fill(elements, narrower.narrow(Float.NaN));
  }

  @Override
  public void read(float[] destination) {
    for (int i = 0; i < elements.length; i++) {
      destination[i] = narrower.widen(elements[i]);
    }
  }
}
