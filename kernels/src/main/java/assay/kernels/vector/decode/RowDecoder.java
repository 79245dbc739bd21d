package assay.kernels.vector.decode;

import java.lang.foreign.MemorySegment;

/** Decodes stored elements to float32, bit for bit as the format's codec does. */
public interface RowDecoder {

  /**
   * Decodes consecutive blocks; allocates nothing and may be called from any thread.
   *
   * @param source stored bytes
   * @param offset byte offset of the first block
   * @param destination receives {@code count} floats from {@code position}
   * @param count elements, a whole number of blocks
   */
  void decode(MemorySegment source, long offset, float[] destination, int position, int count);

  /** As the record names what decoded. */
  default String name() {
    return getClass().getSimpleName();
  }
}
