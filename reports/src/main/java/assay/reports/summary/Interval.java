package assay.reports.summary;

import java.util.function.DoubleUnaryOperator;

/** An estimate with its 95 % interval. */
public record Interval(double low, double estimate, double high) {

  /** The interval of a monotonically falling function of the value, as speed is of time. */
  public Interval mapFalling(DoubleUnaryOperator change) {
    return new Interval(
        change.applyAsDouble(high), change.applyAsDouble(estimate), change.applyAsDouble(low));
  }

  /** Of a value whose logarithm has this estimate and reaches so far either way. */
  public static Interval ofLogarithm(double estimate, double reach) {
    return new Interval(Math.exp(estimate - reach), Math.exp(estimate), Math.exp(estimate + reach));
  }

  /** Half the interval's width over the estimate. */
  public double relativeHalfWidth() {
    return (high - low) / 2 / estimate;
  }
}
