package assay.bench.conform;

import java.util.List;

/**
 * A power law through errors, by least squares of logarithms.
 *
 * @param power of k with which the error grows, relative to the sum of magnitudes
 * @param factor error at k = 1
 * @param residual root mean square of the logarithms' distances from the line
 * @param last the longest point, which the tolerance is taken from
 */
record GrowthLaw(double power, double factor, double residual, Point last) {

  /** Rounding to nearest gives a half at most; over sixty-fold lengths chance adds a tenth. */
  private static final double UNBIASED = 0.7;

  /** A line that errors of chance do not lie on. */
  private static final double STRAIGHT = 0.5;

  /**
   * @param error relative to the sum of magnitudes, root mean square over outputs
   * @param tolerance likewise
   */
  record Point(long k, double error, double tolerance) {
    double share() {
      return error / tolerance;
    }
  }

  static GrowthLaw of(List<Point> points) {
    double n = points.size();
    double[] x = points.stream().mapToDouble(point -> Math.log(point.k())).toArray();
    // An exact result is half a unit of float64 away from a law that has no zero.
    double[] y =
        points.stream().mapToDouble(point -> Math.log(Math.max(point.error(), 0x1p-54))).toArray();
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      covariance += (x[i] - meanX) * (y[i] - meanY);
      variance += (x[i] - meanX) * (x[i] - meanX);
    }
    double power = covariance / variance;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += Math.pow(y[i] - meanY - power * (x[i] - meanX), 2) / n;
    }
    return new GrowthLaw(
        power, Math.exp(meanY - power * meanX), Math.sqrt(squares), points.getLast());
  }

  /** Whether errors of single additions go to one side. */
  boolean isBiased() {
    return power > UNBIASED && residual < STRAIGHT;
  }

  /** Share of the tolerance in a row of this length; the tolerance grows with the root of it. */
  double at(double k) {
    return factor * Math.pow(k, power) / (last.tolerance() * Math.sqrt(k / last.k()));
  }
}
