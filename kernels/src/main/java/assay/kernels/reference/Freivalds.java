package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.ValueLayout;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Checks a whole matmul result with one random vector (Freivalds, 1979).
 *
 * <p>With r of random signs, {@code Y r} must be {@code X (W^T r)} for every row of X. An error in
 * a single output shows in full; errors in several cancel for at most half of all r. The right side
 * costs one pass over W, which is decoded row by row; it serves any number of results.
 *
 * <p>The tolerance follows from the signs being independent: the sum of the outputs' errors stays
 * within 8 times the root of their sum of squares but with probability {@code 2 exp(-32)}. The
 * error of one output is taken as {@code (sqrt(k) + 16) u sum |w.x|}, its size without the safety
 * factor that a bound for each single output needs, and {@code (sum |w.x|)^2 <= k sum (w.x)^2}.
 * Rounded activations are off by the same step in every output, so their part is {@code sum step_j
 * z_j}.
 */
public final class Freivalds {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final MatmulSpec spec;
  private final byte[] signs;
  private final double[] expected;
  private final double[] tolerances;

  private Freivalds(MatmulSpec spec, byte[] signs) {
    this.spec = spec;
    this.signs = signs;
    this.expected = new double[(int) spec.n()];
    this.tolerances = new double[(int) spec.n()];
  }

  /** Projects the weights; the cost is one decoding of W. */
  public static Freivalds of(
      MatmulSpec spec, Inputs.Matmul inputs, Arithmetic arithmetic, long seed) {
    Freivalds check = new Freivalds(spec, randomSigns((int) spec.m(), seed));
    int k = (int) spec.k();
    double[] projection = new double[k];
    double[] squares = new double[k];
    check.project(inputs.weights(), projection, squares);
    ErrorBound bound = new ErrorBound(arithmetic);
    float[] x = new float[k];
    for (int token = 0; token < spec.n(); token++) {
      for (int j = 0; j < k; j++) {
        x[j] = inputs.activations().data().get(FLOAT, 4 * ((long) token * k + j));
      }
      check.expect(token, x, projection, squares, bound);
    }
    return check;
  }

  /**
   * The largest deviation of any row as a share of its tolerance: above 1 the result is wrong.
   * Empty when the weights or activations are not finite, so that nothing can be said.
   *
   * @param result n x m
   */
  public OptionalDouble check(float[] result) {
    double largest = 0;
    int m = signs.length;
    for (int token = 0; token < expected.length; token++) {
      if (!Double.isFinite(expected[token])) {
        return OptionalDouble.empty();
      }
      double sum = 0;
      for (int i = 0; i < m; i++) {
        sum += signs[i] * (double) result[token * m + i];
      }
      double error = Math.abs(sum - expected[token]);
      double share = error == 0 ? 0 : error / tolerances[token];
      largest = Math.max(largest, Double.isNaN(share) ? Double.POSITIVE_INFINITY : share);
    }
    return OptionalDouble.of(largest);
  }

  private void project(Tensor weights, double[] projection, double[] squares) {
    Codec codec = Codecs.of(weights.format());
    float[] row = new float[projection.length];
    float[] magnitudes = new float[row.length];
    for (int i = 0; i < signs.length; i++) {
      codec.decode(weights.data(), i * weights.rowBytes(), row, 0, row.length);
      codec.decodeMagnitude(weights.data(), i * weights.rowBytes(), magnitudes, 0, row.length);
      for (int j = 0; j < row.length; j++) {
        projection[j] += signs[i] * (double) row[j];
        squares[j] += (double) magnitudes[j] * magnitudes[j];
      }
    }
  }

  private void expect(
      int token, float[] x, double[] projection, double[] squares, ErrorBound bound) {
    double value = 0;
    double energy = 0;
    double worst = 0;
    double steps = 0;
    double largest = 0;
    for (int j = 0; j < x.length; j++) {
      if (j % bound.group() == 0) {
        largest = largest(x, j, Math.min(x.length, j + bound.group()));
      }
      value += x[j] * projection[j];
      energy += (double) x[j] * x[j] * squares[j];
      double step = Math.abs(projection[j]) * bound.step(x[j], largest);
      worst += step;
      steps += step * step;
    }
    expected[token] = value;
    double ofSums =
        Math.sqrt(x.length * energy) * (bound.typicalOfSum(x.length) + bound.ofScales());
    double ofWeights = Math.sqrt(energy) * bound.ofWeights();
    tolerances[token] =
        ErrorBound.DEVIATIONS * (ofSums + ofWeights)
            + ErrorBound.ofRounding(worst, steps)
            + (double) x.length * signs.length * Float.MIN_VALUE;
  }

  private static double largest(float[] x, int from, int to) {
    double largest = 0;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, Math.abs(x[j]));
    }
    return largest;
  }

  private static byte[] randomSigns(int m, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] signs = new byte[m];
    for (int i = 0; i < m; i++) {
      signs[i] = (byte) (random.nextBoolean() ? 1 : -1);
    }
    return signs;
  }

  /** The spec this check is for. */
  public MatmulSpec spec() {
    return spec;
  }
}
