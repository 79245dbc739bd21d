package assay.kernels.device;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;

/**
 * ATTENTION as kernels on devices divide it: groups of threads take some of the rows that share
 * keys and values, over a stretch of the context; where there are several stretches, each leaves
 * partial results that are merged.
 */
public final class StretchedAttention {

  private static final double LOG2_E = 1 / Math.log(2);

  private StretchedAttention() {}

  /**
   * Groups of threads for all rows and one stretch.
   *
   * @param rows that a group takes
   */
  public static long units(AttentionSpec spec, int rows) {
    long groupRows = spec.n() * (spec.heads() / spec.kvHeads());
    return spec.kvHeads() * Math.ceilDiv(groupRows, rows);
  }

  /**
   * As many as let the device have all the groups that it holds, once.
   *
   * @param rows that a group takes
   * @param shortest positions that a stretch should last: a shorter one costs more to begin and
   *     merge
   * @param groups that the device holds
   * @param most that a kernel can merge
   */
  public static long stretches(
      AttentionSpec spec, int rows, long shortest, long groups, long most) {
    if (spec.n() == 0) {
      return 1;
    }
    long positions = spec.endVisible(spec.n() - 1) - spec.firstVisible(0);
    long useful = Math.ceilDiv(positions, shortest);
    return Math.clamp(groups / units(spec, rows), 1, Math.min(useful, most));
  }

  /** For each stretch and row a maximum, a sum of weights and sums of values. */
  public static long partialBytes(AttentionSpec spec, long stretches) {
    return Float.BYTES * stretches * spec.heads() * spec.n() * (2 + spec.valueDim());
  }

  /** Of everything on the device but the output. */
  public static long bytes(AttentionSpec spec, Inputs.Attention inputs, long stretches) {
    return inputs.query().byteSize()
        + inputs.keys().byteSize()
        + inputs.values().byteSize()
        + Format.F32.bytesFor(spec.heads())
        + partialBytes(spec, stretches);
  }

  /** What products are multiplied by: they become logarithms to base 2, or what a cap takes. */
  public static float scoreScale(AttentionSpec spec) {
    double scale = 1 / Math.sqrt(spec.keyDim());
    return (float) (spec.softCap() > 0 ? scale / spec.softCap() : scale * LOG2_E);
  }

  /** What a capped score is multiplied by to be a logarithm to base 2; 0 without a cap. */
  public static float capScale(AttentionSpec spec) {
    return (float) (spec.softCap() * LOG2_E);
  }
}
