package assay.kernels.format;

import java.lang.foreign.MemorySegment;

/** Reads and, where the format can be written without an importance matrix, writes blocks. */
public interface Codec {

  /**
   * Decodes consecutive blocks to float32, bit for bit as ggml does.
   *
   * @param source stored bytes
   * @param offset byte offset of the first block
   * @param destination receives {@code count} floats from {@code position}
   * @param count elements, a whole number of blocks
   */
  void decode(MemorySegment source, long offset, float[] destination, int position, int count);

  /** Whether {@link #encode} works. */
  default boolean canEncode() {
    return false;
  }

  /**
   * Encodes float32 to consecutive blocks, as ggml's reference encoder does.
   *
   * @throws UnsupportedOperationException when {@link #canEncode} is false
   */
  default void encode(
      float[] source, int position, int count, MemorySegment destination, long offset) {
    throw new UnsupportedOperationException("this format needs an importance matrix to be written");
  }
}
