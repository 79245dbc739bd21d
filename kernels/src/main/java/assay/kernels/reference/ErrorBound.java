package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Rounding;

/**
 * How far a correct kernel may be from the truth.
 *
 * <p>A float sum of k products, in any order, is off by at most {@code gamma = (k + c) u / (1 - (k
 * + c) u)} times {@code sum |w.x|} (Higham, Accuracy and Stability of Numerical Algorithms, section
 * 3.1); c = 8 covers scales multiplied in before or after the sum. Where roundings are independent
 * and unbiased the error is below {@code 8 sqrt(k) u} but with probability {@code 2k exp(-32)}
 * (Higham and Mary, SIAM J. Sci. Comput. 41, 2019). The smaller of the two is used, with 16 u added
 * to the second for roundings that all elements share.
 *
 * <p>Elements rounded on purpose move the result by at most the sum of their steps, and by
 * Hoeffding's inequality beyond 8 times the root of the sum of squares only with probability {@code
 * 2 exp(-32)}; again the smaller is used. The binary16 scale of Q8_0 moves a whole group by one
 * factor, so it counts with the sum of the groups' magnitudes. Where bits of the significand are
 * cut off ({@link Rounding.Significand}), all products shrink alike: that moves the result by its
 * own size, and only what is left about the mean is chance.
 *
 * <p>That is the outer bound, which speaks of the exact result. It grows with the rounding and
 * admits more than a whole product in a long sum. So results are also held against float64 of the
 * rounded values, where only the sums and the ties ({@link RoundedRow}) are left.
 */
final class ErrorBound {

  /** Deviations that chance does not reach: exp(-8 * 8 / 2) = 1.3e-14. */
  static final double DEVIATIONS = 8;

  /** Half the spacing of binary16 below 2^-14. */
  static final double HALF_SUBNORMAL = 0x1p-25;

  private final Rounding activations;
  private final Rounding weights;
  private final double weightUnit;
  private final double sumUnit;
  private final int codeOffset;
  private final boolean flushes;

  ErrorBound(Arithmetic arithmetic) {
    activations = arithmetic.activations();
    weights = arithmetic.weights();
    weightUnit = unit(arithmetic.weights());
    sumUnit = unit(arithmetic.accumulator());
    codeOffset = arithmetic.codeOffset();
    flushes = arithmetic.flushes();
  }

  /** Largest error of a rounded weight relative to it. */
  private static double unit(Rounding weights) {
    return switch (weights) {
      case Rounding.Stored(Format format) -> format == Format.F32 ? 0 : unit(format);
      case Rounding.Significand cut -> cut.unit();
      case Rounding.Bytes bytes ->
          throw new IllegalArgumentException("weights are not rounded to " + bytes.text());
    };
  }

  /** Half the distance from 1 to the next number of a float format. */
  static double unit(Format format) {
    return switch (format) {
      case F64 -> 0x1p-53;
      case F32 -> 0x1p-24;
      case F16 -> 0x1p-11;
      case BF16 -> 0x1p-8;
      default -> throw new IllegalArgumentException(format + " is not a float format");
    };
  }

  /** Whether float32 sums of unrounded values are all that the kernel says it computes. */
  boolean isPlain() {
    return step(1, 1) == 0 && weightUnit == 0 && !sumsAreCoarse();
  }

  /** Whether rounded values are not to be had, as nobody says which way they go. */
  boolean isEitherWay() {
    return activations instanceof Rounding.Significand;
  }

  /** What all products lose alike at most, relative to them and so to their sum. */
  double ofBias() {
    return activations instanceof Rounding.Significand cut ? cut.unit() + weightUnit : 0;
  }

  /** Whether sums are kept in less than float32. */
  boolean sumsAreCoarse() {
    return sumUnit > 0x1p-24;
  }

  double sumUnit() {
    return sumUnit;
  }

  Rounding activations() {
    return activations;
  }

  Rounding weights() {
    return weights;
  }

  /** What codes are moved by before they are multiplied, in units of their block's scale. */
  int codeOffset() {
    return codeOffset;
  }

  /** Error of a sum of k products relative to the sum of their magnitudes. */
  double ofSum(long k) {
    // The result itself is float32 whatever it was summed in.
    double unit = Math.max(sumUnit, 0x1p-24);
    double terms = (k + 8) * unit;
    double worst = terms < 1 ? terms / (1 - terms) : Double.POSITIVE_INFINITY;
    return Math.min(worst, (DEVIATIONS * Math.sqrt(k) + 16) * unit);
  }

  /** Size of that error where roundings are independent, without the safety of a bound. */
  double typicalOfSum(long k) {
    return Math.min(ofSum(k), (Math.sqrt(k) + 16) * Math.max(sumUnit, 0x1p-24));
  }

  /** Error that all elements of a group have in common, relative to the sum over the group. */
  double ofScales() {
    return is(Format.Q8_0) || is(Format.Q8_1) ? 0x1p-11 : 0;
  }

  /** Elements of the activations that are rounded with one scale. */
  int group() {
    return activations.group();
  }

  /** Largest distance of w.x from its rounded self. */
  double ofProduct(double w, double x, double largest) {
    return Math.abs(w) * (step(x, largest) * (1 + weightUnit) + weightUnit * Math.abs(x));
  }

  /**
   * What a product loses whose factor is subnormal, to bfloat16 dot products of x86 and Arm and to
   * matrix units.
   */
  double flushed(double w, double x) {
    boolean tiny = Math.abs(w) < Float.MIN_NORMAL || Math.abs(x) < Float.MIN_NORMAL;
    return tiny && mayFlush() ? Math.abs(w * x) : 0;
  }

  private boolean mayFlush() {
    return flushes || is(Format.BF16) || isEitherWay();
  }

  /** What each term of a sum loses at most below the normal numbers: those products flush sums. */
  double smallest() {
    return mayFlush() ? Float.MIN_NORMAL : Float.MIN_VALUE;
  }

  /** Error of values rounded before they are summed, relative to the sum of magnitudes. */
  double ofWeights() {
    return weightUnit;
  }

  /** Error of a probability rounded before it meets the values. */
  double ofProbability(double p) {
    return activations.group() > 1 ? 0 : step(p, p);
  }

  /**
   * @param worst sum of the steps
   * @param squares sum of their squares
   */
  static double ofRounding(double worst, double squares) {
    return Math.min(worst, DEVIATIONS * Math.sqrt(squares));
  }

  /** Largest distance of x from its rounded self, but for the error of a shared scale. */
  double step(double x, double largest) {
    return switch (activations) {
      case Rounding.Stored(Format format) -> step(format, x, largest);
      case Rounding.Bytes bytes -> ofCode(largest);
      case Rounding.Significand cut -> cut.unit() * Math.abs(x);
    };
  }

  private static double step(Format format, double x, double largest) {
    return switch (format) {
      case F32, F64 -> 0;
      case F16 -> 0x1p-11 * Math.abs(x) + HALF_SUBNORMAL;
      case BF16 -> 0x1p-8 * Math.abs(x);
      case Q8_0, Q8_1 -> ofCode(largest) + 127 * HALF_SUBNORMAL;
      case Q8_K -> ofCode(largest);
      default -> throw new IllegalArgumentException("activations are not rounded to " + format);
    };
  }

  /** A little over half a step of 8 bits: kernels multiply by a float32 reciprocal. */
  private static double ofCode(double largest) {
    return 0.501 * largest / 127;
  }

  /** Whether activations are rounded to this format. */
  boolean is(Format format) {
    return activations.equals(new Rounding.Stored(format));
  }
}
