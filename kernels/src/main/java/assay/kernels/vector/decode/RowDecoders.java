package assay.kernels.vector.decode;

import assay.kernels.Format;

/** The decoder of each format. */
public final class RowDecoders {

  private RowDecoders() {}

  /** A decoder that may be shared by threads. */
  public static RowDecoder of(Format format) {
    return switch (format) {
      case F32 -> new F32RowDecoder();
      case F16 -> new F16RowDecoder();
      case BF16 -> new Bf16RowDecoder();
      case Q8_0 -> new Q8x0RowDecoder();
      case Q4_0 -> new Q4x0RowDecoder();
      default ->
          throw new IllegalArgumentException("the vector backend cannot decode " + format + " yet");
    };
  }
}
