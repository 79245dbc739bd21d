package assay.probe.energy;

/**
 * What one window, or some of them, come to.
 *
 * @param joules that the sensor tells
 * @param error in J, by which ends and holes may put it wrong at most
 * @param variance in J², of readings that scatter
 */
record Part(double joules, double error, double variance) {

  static final Part NONE = new Part(0, 0, 0);

  /** Beyond this many standard deviations chance puts one in 16,000. */
  private static final double SURE = 4;

  Part plus(Part other) {
    return new Part(joules + other.joules, error + other.error, variance + other.variance);
  }

  /** In J, all told. */
  double uncertainty() {
    return error + SURE * Math.sqrt(variance);
  }
}
