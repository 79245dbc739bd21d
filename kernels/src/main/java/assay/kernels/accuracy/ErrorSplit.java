package assay.kernels.accuracy;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.reference.Truth;
import java.util.OptionalDouble;

/**
 * Where a matmul's error comes from, each as {@code sum (difference)^2 / sum (truth)^2}.
 *
 * @param weight what storing the weights cost: decoded against original weights, both in float64
 * @param activation what rounding the activations costs: float64 with rounded against float64 with
 *     float32 activations; 0 for a kernel that rounds none
 * @param arithmetic the rest: the kernel against float64 with activations rounded as it declares
 */
public record ErrorSplit(OptionalDouble weight, double activation, double arithmetic) {

  /**
   * Splits the error of a result.
   *
   * @param result the whole output of the kernel
   */
  public static ErrorSplit of(Truth truth, float[] result) {
    double[] results = new double[truth.outputs().length];
    for (int i = 0; i < results.length; i++) {
      results[i] = result[truth.outputs()[i]];
    }
    return new ErrorSplit(
        OptionalDouble.empty(), activationError(truth), normalized(results, truth.roundedValues()));
  }

  /** The activation error alone, which needs no result. */
  public static double activationError(Truth truth) {
    return normalized(truth.roundedValues(), truth.values());
  }

  /**
   * The same with the weight error.
   *
   * @param original the weights before they were stored, m x k in any format
   */
  public ErrorSplit withOriginal(
      MatmulSpec spec, Inputs.Matmul inputs, Tensor original, Truth truth) {
    Truth ofOriginal =
        Truth.of(
            new MatmulSpec(original.format(), spec.m(), spec.n(), spec.k()),
            new Inputs.Matmul(original, inputs.activations()),
            Arithmetic.FLOAT32,
            truth.outputs());
    return new ErrorSplit(
        OptionalDouble.of(normalized(truth.values(), ofOriginal.values())), activation, arithmetic);
  }

  private static double normalized(double[] values, double[] truth) {
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      errors += (values[i] - truth[i]) * (values[i] - truth[i]);
      squares += truth[i] * truth[i];
    }
    return errors == 0 ? 0 : errors / squares;
  }
}
