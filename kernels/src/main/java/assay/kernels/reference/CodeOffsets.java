package assay.kernels.reference;

import assay.kernels.Format;
import assay.kernels.Tensor;
import java.lang.foreign.ValueLayout;

/**
 * What unsigned codes cost: the sum of products is that much larger than the result, and the same
 * is taken off again, so that the roundings of both are left.
 *
 * <p>Q8_0's codes plus 128 multiply a block of weights that are small beside its scale a hundred
 * times larger than they are.
 */
final class CodeOffsets {

  private static final double UNIT = 0x1p-24;

  private final Tensor weights;
  private final int offset;
  private final int block;
  private final float[] scales;
  private final RunningSum moved;

  CodeOffsets(Tensor weights, ErrorBound bound) {
    this.weights = weights;
    offset = bound.codeOffset();
    Format format = weights.format();
    if (offset != 0 && format != Format.Q4_0 && format != Format.Q8_0) {
      throw new IllegalArgumentException("codes of %s have no offset here".formatted(format));
    }
    block = format.blockElements();
    scales = new float[offset == 0 ? 0 : Math.toIntExact(weights.columns() / block)];
    moved = new RunningSum(bound);
  }

  /** A block of either format begins with its binary16 scale. */
  void load(long row) {
    long at = row * weights.rowBytes();
    for (int i = 0; i < scales.length; i++) {
      short half = weights.data().get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
      scales[i] = Float.float16ToFloat(half);
      at += weights.format().blockBytes();
    }
  }

  /** Largest error of the loaded row's product with these activations; 0 without an offset. */
  double error(RoundedRow activations) {
    moved.clear();
    for (int j = 0; j < scales.length * block; j++) {
      double term = offset * (double) scales[j / block] * activations.value(j);
      moved.add(term, Math.abs(term));
    }
    return 2 * moved.ofPartialSums(UNIT);
  }

  /** Adds the size of both to the sizes of the loaded row's weights. */
  void addTo(float[] magnitudes) {
    for (int j = 0; j < scales.length * block; j++) {
      magnitudes[j] += 2 * Math.abs(offset * scales[j / block]);
    }
  }
}
