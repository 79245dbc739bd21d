package assay.kernels.vector.decode;

import assay.kernels.Format;
import assay.kernels.format.Codecs;

/**
 * The decoder of each format; those without a vectorised one are decoded by their codec.
 *
 * <p>The grid formats look eight elements up in a table by a 9 to 11 bit index, which no vector
 * instruction does faster than a load.
 */
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
      case Q4_1 -> new Q4x1RowDecoder();
      case Q5_0 -> new Q5x0RowDecoder();
      case Q5_1 -> new Q5x1RowDecoder();
      case Q2_K -> new Q2KRowDecoder();
      case Q3_K -> new Q3KRowDecoder();
      case Q4_K -> new Q4KRowDecoder();
      case Q5_K -> new Q5KRowDecoder();
      case Q6_K -> new Q6KRowDecoder();
      case IQ4_NL -> new Iq4NlRowDecoder();
      case IQ4_XS -> new Iq4XsRowDecoder();
      case MXFP4 -> new Mxfp4RowDecoder();
      case NVFP4 -> new Nvfp4RowDecoder();
      case TQ2_0 -> new Tq2x0RowDecoder();
      default -> new CodecRowDecoder(Codecs.of(format));
    };
  }
}
