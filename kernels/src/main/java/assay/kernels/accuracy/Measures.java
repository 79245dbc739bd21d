package assay.kernels.accuracy;

import assay.kernels.reference.Truth;
import java.util.stream.IntStream;

/**
 * How far a result is from the truth, over the outputs the truth covers.
 *
 * @param outputs how many were compared
 * @param nmse {@code sum (y - t)^2 / sum t^2}, ggml's measure; 0 when there is no error, infinite
 *     when all of t is 0 and y is not
 * @param maxRelative largest {@code |y - t| / magnitude}; a zero magnitude admits no error
 * @param maxUlp largest error in float32 units of the truth; means little where terms cancel
 * @param cosine of the angle between y and t; 1 when both are zero
 * @param mismatchShare share of outputs outside their tolerance, non-finite ones included; 1 where
 *     they are outside only together
 * @param nonFinite outputs that are infinite or NaN where the truth is not, or the reverse
 * @param maxOfTolerance largest {@code |y - t| / tolerance}, of the truth or of that with rounded
 *     activations, whichever is larger, or that of all outputs together: above 1 means wrong
 * @param worst index into the result of the output with the largest share of its tolerance, -1 when
 *     nothing was compared
 */
public record Measures(
    int outputs,
    double nmse,
    double maxRelative,
    double maxUlp,
    double cosine,
    double mismatchShare,
    int nonFinite,
    double maxOfTolerance,
    int worst) {

  /** Whether every compared output is within its tolerance. */
  public boolean isWithinTolerance() {
    return mismatchShare == 0;
  }

  /**
   * @param result the whole output of a kernel
   */
  public static Measures of(Truth truth, float[] result) {
    Tally tally = new Tally();
    for (int i = 0; i < truth.outputs().length; i++) {
      tally.add(truth, i, result[truth.outputs()[i]]);
    }
    tally.addTogether(truth);
    return tally.measures();
  }

  /**
   * Indexes into the result of the outputs outside their tolerance, in the truth's order; all where
   * they are outside only together.
   */
  public static int[] wrong(Truth truth, float[] result) {
    if (of(truth, result).mismatchShare() == 1) {
      return truth.outputs().clone();
    }
    return IntStream.range(0, truth.outputs().length)
        .filter(i -> {
          Tally one = new Tally();
          one.add(truth, i, result[truth.outputs()[i]]);
          return one.mismatches() > 0;
        })
        .map(i -> truth.outputs()[i])
        .toArray();
  }
}
