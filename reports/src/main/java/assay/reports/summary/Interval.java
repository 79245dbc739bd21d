package assay.reports.summary;

import java.util.function.DoubleUnaryOperator;

/** An estimate with its 95 % bootstrap interval. */
public record Interval(double low, double estimate, double high) {

  /** The interval of a monotonically falling function of the value, as speed is of time. */
  public Interval mapFalling(DoubleUnaryOperator change) {
    return new Interval(
        change.applyAsDouble(high), change.applyAsDouble(estimate), change.applyAsDouble(low));
  }

  /** Half the interval's width over the estimate. */
  public double relativeHalfWidth() {
    return (high - low) / 2 / estimate;
  }
}
