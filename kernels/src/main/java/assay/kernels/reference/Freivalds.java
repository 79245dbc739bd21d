package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Rounding;
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
 * z_j}; with z of rounded activations it is that of ties alone, and a result must be near to both,
 * or to the exact one as if nothing was rounded.
 */
public final class Freivalds {

  private final MatmulSpec spec;
  private final ErrorBound bound;
  private final byte[] signs;
  private final double[] expected;
  private final double[] tolerances;
  private final double[] roundedExpected;
  private final double[] roundedTolerances;

  private Freivalds(MatmulSpec spec, ErrorBound bound, byte[] signs) {
    this.spec = spec;
    this.bound = bound;
    this.signs = signs;
    this.expected = new double[(int) spec.n()];
    this.tolerances = new double[expected.length];
    this.roundedExpected = new double[expected.length];
    this.roundedTolerances = new double[expected.length];
  }

  /** Projects the weights; the cost is one decoding of W. */
  public static Freivalds of(
      MatmulSpec spec, Inputs.Matmul inputs, Arithmetic arithmetic, long seed) {
    ErrorBound bound = new ErrorBound(arithmetic);
    Freivalds check = new Freivalds(spec, bound, randomSigns((int) spec.m(), seed));
    Projection exact = Projection.of(inputs.weights(), check.signs, bound, Rounding.NONE);
    Projection rounded =
        bound.weights().equals(Rounding.NONE) || bound.isEitherWay()
            ? exact
            : Projection.of(inputs.weights(), check.signs, bound, bound.weights());
    RoundedRow x = new RoundedRow(Rounding.NONE, (int) spec.k());
    RoundedRow roundedX = new RoundedRow(bound.activations(), (int) spec.k());
    for (int token = 0; token < spec.n(); token++) {
      x.load(inputs.activations(), token);
      check.expect(token, x, exact);
      if (bound.isEitherWay()) {
        check.expectNothingNearer(token);
      } else {
        roundedX.load(inputs.activations(), token);
        check.expectRounded(token, roundedX, rounded);
      }
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
      double nearest = Math.min(error, Math.abs(sum - roundedExpected[token]));
      double share =
          Math.max(share(error, tolerances[token]), share(nearest, roundedTolerances[token]));
      largest = Math.max(largest, Double.isNaN(share) ? Double.POSITIVE_INFINITY : share);
    }
    return OptionalDouble.of(largest);
  }

  private static double share(double error, double tolerance) {
    return error == 0 ? 0 : error / tolerance;
  }

  private void expect(int token, RoundedRow x, Projection w) {
    int k = (int) spec.k();
    double value = 0;
    double energy = 0;
    double worst = 0;
    double steps = 0;
    double lost = 0;
    double largest = 0;
    for (int j = 0; j < k; j++) {
      if (j % bound.group() == 0) {
        largest = largest(x, j, Math.min(k, j + bound.group()));
      }
      value += x.value(j) * w.sum(j);
      energy += (double) x.value(j) * x.value(j) * w.squares(j);
      double step = Math.abs(w.sum(j)) * bound.step(x.value(j), largest);
      worst += step;
      steps += step * step;
      lost += bound.flushed(w.sum(j), x.value(j));
    }
    expected[token] = value;
    double ofScales = Math.sqrt(k * energy) * bound.ofScales();
    double ofWeights = Math.sqrt(energy) * bound.ofWeights();
    tolerances[token] =
        ErrorBound.DEVIATIONS * (ofScales + ofWeights)
            + ofSums(energy)
            + ErrorBound.ofRounding(worst, steps)
            + Math.abs(value) * bound.ofBias()
            + lost;
  }

  private void expectNothingNearer(int token) {
    roundedExpected[token] = expected[token];
    roundedTolerances[token] = tolerances[token];
  }

  private void expectRounded(int token, RoundedRow x, Projection w) {
    int k = (int) spec.k();
    double value = 0;
    double energy = 0;
    double ties = 0;
    for (int j = 0; j < k; j++) {
      value += x.value(j) * w.sum(j);
      energy += (double) x.value(j) * x.value(j) * w.squares(j);
      ties += x.slack(j) * Math.abs(w.sum(j)) + Math.abs(x.value(j)) * w.ties(j);
      ties += bound.flushed(w.sum(j), x.value(j));
    }
    double ofOffsets = 0;
    for (int group = 0; group < w.groups(); group++) {
      double error = x.sumError(group);
      ofOffsets += error * error * w.offsetSquares(group);
    }
    roundedExpected[token] = value;
    roundedTolerances[token] = ofSums(energy) + ties + ErrorBound.DEVIATIONS * Math.sqrt(ofOffsets);
  }

  private double ofSums(double energy) {
    long k = spec.k();
    return ErrorBound.DEVIATIONS * Math.sqrt(k * energy) * bound.typicalOfSum(k)
        + k * signs.length * bound.smallest();
  }

  private static double largest(RoundedRow x, int from, int to) {
    double largest = 0;
    for (int j = from; j < to; j++) {
      largest = Math.max(largest, Math.abs(x.value(j)));
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
