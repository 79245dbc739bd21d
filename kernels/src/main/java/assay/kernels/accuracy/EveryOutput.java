package assay.kernels.accuracy;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.reference.Truth;
import java.util.stream.IntStream;

/** A whole result against the truth, a piece at a time: for operations whose truth is cheap. */
public final class EveryOutput {

  /** A truth takes 44 bytes an output, and some results have a hundred million. */
  private static final int PIECE = 1 << 16;

  private EveryOutput() {}

  /** The largest share of its tolerance that any output is off by: above 1 means wrong. */
  public static double largestShare(
      Spec spec, Inputs inputs, Arithmetic arithmetic, float[] result) {
    double largest = 0;
    for (long from = 0; from < result.length; from += PIECE) {
      int end = (int) Math.min(result.length, from + PIECE);
      int[] piece = IntStream.range((int) from, end).toArray();
      Measures measures = Measures.of(Truth.of(spec, inputs, arithmetic, piece), result);
      largest = Math.max(largest, measures.maxOfTolerance());
    }
    return largest;
  }
}
