package assay.kernels.reference;

/**
 * A sum of products in float64, and how far from it one may be that rounds after each.
 *
 * <p>Float32 sums are bounded by the sum of magnitudes, which serves for any order. In binary16
 * that bound exceeds the results themselves; so there the bound is what such a sum really suffers:
 * each addition rounds by half a unit of the partial sum it yields. Partial sums of any stretch of
 * the terms lie within the range that the sums from the start run through, those of lanes that take
 * every i-th term within about the root of the sum of squares; twice as many roundings as terms
 * leave one for scaling the old sum when a maximum changes.
 */
final class RunningSum {

  private final ErrorBound bound;
  private long terms;
  private double value;
  private double magnitude;
  private double lowest;
  private double highest;
  private double squares;
  private double partialSquares;

  RunningSum(ErrorBound bound) {
    this.bound = bound;
  }

  void clear() {
    terms = 0;
    value = 0;
    magnitude = 0;
    lowest = 0;
    highest = 0;
    squares = 0;
    partialSquares = 0;
  }

  /**
   * @param size of the term, more than its absolute value where parts of it cancel
   */
  void add(double term, double size) {
    terms++;
    value += term;
    magnitude += size;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
    squares += size * size;
    partialSquares += value * value;
  }

  double value() {
    return value;
  }

  double magnitude() {
    return magnitude;
  }

  /** Largest error of the sum, but for what is lost below the smallest normal number. */
  double error() {
    if (!bound.sumsAreCoarse()) {
      return magnitude * bound.ofSum(terms);
    }
    return ofPartialSums(bound.sumUnit());
  }

  /**
   * Largest error of a sum that rounds what each addition yields.
   *
   * @param unit half the distance from 1 to the next number
   */
  double ofPartialSums(double unit) {
    double range = highest - lowest;
    return ErrorBound.DEVIATIONS
        * Math.sqrt(2.0 * terms)
        * unit
        * Math.sqrt(range * range + squares);
  }

  /**
   * Variance of the error where each addition rounds to the nearest: a third of the square of half
   * a unit of a partial sum, whose mean square is that of the sums from the start and of lanes. A
   * maximum that changes scales the old sum, but in n terms only some log n times.
   */
  double variance() {
    double unit = bound.sumUnit();
    return unit * unit / 3 * (partialSquares + terms * squares);
  }

  /** Root of the sum of squared terms. */
  double scale() {
    return Math.sqrt(squares);
  }

  /** Largest error from binary16 numbers below 2^-14, in units of what is summed. */
  double errorBelowNormal() {
    return bound.sumsAreCoarse()
        ? ErrorBound.DEVIATIONS * Math.sqrt(2.0 * terms) * ErrorBound.HALF_SUBNORMAL
        : terms * bound.smallest();
  }
}
