package assay.reports.change;

/** A straight line through a stretch, by least squares on values without their spikes. */
final class Trend {

  private final double[] values;
  private final double mean;
  private final double slope;

  private Trend(double[] values, double mean, double slope) {
    this.values = values;
    this.mean = mean;
    this.slope = slope;
  }

  static Trend of(double[] stretch) {
    double[] values = Scan.withoutSpikes(stretch);
    double mean = mean(values, 0, values.length);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double x = i - (values.length - 1) / 2.0;
      products += x * (values[i] - mean);
      squares += x * x;
    }
    return new Trend(values, mean, products / squares);
  }

  /** Twice the logarithm of how many times likelier the line is than a step before {@code at}. */
  double leadOverStep(int at) {
    return leadOver(squaresAbout(0, at) + squaresAbout(at, values.length));
  }

  /** The same against anything that leaves this sum of squares. */
  double leadOver(double squares) {
    double line = 0;
    for (double rest : rests()) {
      line += rest * rest;
    }
    return line > 0 && squares > 0 ? values.length * Math.log(squares / line) : 0;
  }

  /** Sum of squares of a part about its mean. */
  double squaresAbout(int from, int to) {
    double mean = mean(values, from, to);
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return squares;
  }

  double[] rests() {
    double[] rests = new double[values.length];
    for (int i = 0; i < rests.length; i++) {
      rests[i] = values[i] - level(i);
    }
    return rests;
  }

  /** Level halfway. */
  double middle() {
    return mean;
  }

  double level(int i) {
    return mean + slope * (i - (values.length - 1) / 2.0);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
