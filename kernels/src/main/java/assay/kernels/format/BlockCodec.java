package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** Walks over consecutive blocks; a format says what one block means. */
abstract class BlockCodec implements Codec {

  private final Format format;

  BlockCodec(Format format) {
    this.format = format;
  }

  @Override
  public final Format format() {
    return format;
  }

  @Override
  public final void decode(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    int blocks = blocks(count);
    for (int i = 0; i < blocks; i++) {
      decodeBlock(
          source,
          offset + (long) i * format.blockBytes(),
          destination,
          position + i * format.blockElements());
    }
  }

  @Override
  public final void encode(
      float[] source, int position, int count, MemorySegment destination, long offset) {
    int blocks = blocks(count);
    for (int i = 0; i < blocks; i++) {
      encodeBlock(
          source,
          position + i * format.blockElements(),
          destination,
          offset + (long) i * format.blockBytes());
    }
  }

  /** Decodes the block at byte {@code at} to {@code out[to...]}. */
  abstract void decodeBlock(MemorySegment block, long at, float[] out, int to);

  /** Encodes {@code x[from...]} to the block at byte {@code at}. */
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    throw new UnsupportedOperationException(
        "%s cannot be written without an importance matrix".formatted(format));
  }

  /** Blocks in {@code count} elements; a remainder is refused. */
  final int blocks(int count) {
    format.bytesFor(count);
    return count / format.blockElements();
  }
}
