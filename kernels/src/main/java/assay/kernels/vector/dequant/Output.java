package assay.kernels.vector.dequant;

import assay.kernels.DequantSpec;
import assay.kernels.vector.decode.RowDecoder;
import java.lang.foreign.MemorySegment;

/** The decoded tensor, in one of the three target formats. */
sealed interface Output permits FloatOutput, ShortOutput {

  static Output of(DequantSpec spec, int threads) {
    int elements = Math.toIntExact(spec.outputs());
    return switch (spec.target()) {
      case F32 -> new FloatOutput(elements);
      case F16 -> new ShortOutput(elements, threads, new HalfNarrower());
      default -> new ShortOutput(elements, threads, new Bf16Narrower());
    };
  }

  /** Decodes {@code count} elements at {@code position}; threads write disjoint ranges. */
  void decode(
      int thread, RowDecoder decoder, MemorySegment source, long offset, int position, int count);

  void poison();

  /** Widens exactly to float32. */
  void read(float[] destination);
}
