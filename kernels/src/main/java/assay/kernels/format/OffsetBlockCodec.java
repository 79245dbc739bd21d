package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/** Formats whose value is {@code scale * q + offset}: the two terms may cancel. */
abstract class OffsetBlockCodec extends BlockCodec {

  OffsetBlockCodec(Format format) {
    super(format);
  }

  @Override
  final void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    decodeBlock(block, at, out, to, false);
  }

  @Override
  public final void decodeMagnitude(
      MemorySegment source, long offset, float[] destination, int position, int count) {
    int blocks = blocks(count);
    for (int i = 0; i < blocks; i++) {
      decodeBlock(
          source,
          offset + (long) i * format().blockBytes(),
          destination,
          position + i * format().blockElements(),
          true);
    }
  }

  /** As without the flag, or with it the sum of the two terms' magnitudes. */
  abstract void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude);

  static float join(float scaled, float offset, boolean magnitude) {
    return magnitude ? Math.abs(scaled) + Math.abs(offset) : scaled + offset;
  }
}
