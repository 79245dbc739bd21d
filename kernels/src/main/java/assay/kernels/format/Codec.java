package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** Reads and, where the format can be written without an importance matrix, writes blocks. */
public interface Codec {

  Format format();

  /**
   * Decodes consecutive blocks to float32, bit for bit as ggml does.
   *
   * @param source stored bytes
   * @param offset byte offset of the first block
   * @param destination receives {@code count} floats from {@code position}
   * @param count elements, a whole number of blocks
   */
  void decode(MemorySegment source, long offset, float[] destination, int position, int count);

  /**
   * Like {@link #decode}, but {@code |scale * q| + |offset|} for formats that add an offset, else
   * the absolute value. Where the two terms cancel, this is what rounding errors scale with.
   */
  default void decodeMagnitude(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    decode(source, offset, destination, position, count);
    for (int i = position; i < position + count; i++) {
      destination[i] = Math.abs(destination[i]);
    }
  }

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
