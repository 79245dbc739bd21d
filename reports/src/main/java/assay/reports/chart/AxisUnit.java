package assay.reports.chart;

/**
 * One prefix for a whole axis.
 *
 * @param divisor that a value is divided by before it is drawn
 */
record AxisUnit(String prefix, double divisor) {

  private static final String[] PREFIXES = {"p", "n", "µ", "m", "", "k", "M", "G", "T", "P"};

  /**
   * @param value of about the axis' largest
   */
  static AxisUnit of(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      return new AxisUnit("", 1);
    }
    int step = Math.clamp((int) Math.floor(Math.log10(value) / 3), -4, 5);
    return new AxisUnit(PREFIXES[step + 4], Math.pow(1000, step));
  }
}
