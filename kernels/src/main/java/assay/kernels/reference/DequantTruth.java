package assay.kernels.reference;

import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;

/** One block at a time: ggml's float32 result, then the target's nearest. */
final class DequantTruth {

  private final DequantSpec spec;
  private final Inputs.Dequant inputs;
  private final Codec codec;
  private final int elements;
  private final float[] decoded;
  private final float[] magnitudes;
  private long loaded = -1;

  DequantTruth(DequantSpec spec, Inputs.Dequant inputs) {
    this.spec = spec;
    this.inputs = inputs;
    this.codec = Codecs.of(spec.stored());
    this.elements = spec.stored().blockElements();
    this.decoded = new float[elements];
    this.magnitudes = new float[elements];
  }

  void load(long output) {
    long block = output / elements;
    if (block != loaded) {
      long offset = block * spec.stored().blockBytes();
      codec.decode(inputs.source().data(), offset, decoded, 0, elements);
      codec.decodeMagnitude(inputs.source().data(), offset, magnitudes, 0, elements);
      loaded = block;
    }
  }

  double value(long output) {
    return RoundedRow.rounded(spec.target(), decoded[(int) (output % elements)]);
  }

  double magnitude(long output) {
    return magnitudes[(int) (output % elements)];
  }

  /**
   * Four float32 roundings in another order or fused, then one step of the target. Kernels of this
   * project are exact; a foreign one that fuses multiply and add is not wrong for it.
   */
  double tolerance(long output) {
    double ofTarget = spec.target() == Format.F32 ? 0 : 2 * ErrorBound.unit(spec.target());
    double subnormal = spec.target() == Format.F16 ? 0x1p-24 : 2 * Float.MIN_VALUE;
    return magnitude(output) * (0x1p-22 + ofTarget) + subnormal;
  }
}
