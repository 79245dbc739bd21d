package assay.probe.selftest;

/**
 * The load as a sensor would show it, idle + response x share(t - lag, window), fitted by least
 * squares.
 *
 * <p>Idle and response are linear and solved for; lag and window are searched on a grid that is
 * made finer around its best point, since the error has no slope where a window is 0.
 */
record Fit(
    double lagSeconds,
    double windowSeconds,
    double idleWatts,
    double responseWatts,
    double noiseWatts,
    double responseError) {

  private static final int STEPS = 20;
  private static final int REFINEMENTS = 4;

  /**
   * @param mostSeconds that lag and window may be each: less than a phase, or phases look alike
   */
  static Fit of(Course course, SquareWave wave, double mostSeconds) {
    double lag = 0;
    double window = 0;
    double reach = mostSeconds;
    Fit best = at(course, wave, 0, 0);
    for (int round = 0; round <= REFINEMENTS; round++) {
      double lagFrom = Math.max(0, lag - (round == 0 ? 0 : reach));
      double windowFrom = Math.max(0, window - (round == 0 ? 0 : reach));
      double step = (round == 0 ? reach : 2 * reach) / STEPS;
      for (int i = 0; i <= STEPS; i++) {
        for (int j = 0; j <= STEPS; j++) {
          Fit fit = at(course, wave, lagFrom + i * step, windowFrom + j * step);
          best = fit.noiseWatts < best.noiseWatts ? fit : best;
        }
      }
      lag = best.lagSeconds;
      window = best.windowSeconds;
      reach = 2 * step;
    }
    return best;
  }

  private static Fit at(Course course, SquareWave wave, double lag, double window) {
    int n = course.size();
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    double sumYy = 0;
    for (int i = 0; i < n; i++) {
      double x = wave.share(course.nanos()[i] - lag * 1e9, window * 1e9);
      double y = course.watts()[i];
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumXy += x * y;
      sumYy += y * y;
    }
    double varX = sumXx - sumX * sumX / n;
    double varY = Math.max(0, sumYy - sumY * sumY / n);
    double slope = varX > 0 ? (sumXy - sumX * sumY / n) / varX : 0;
    double left = Math.max(0, varY - slope * slope * varX);
    double noise = Math.sqrt(left / Math.max(1, n - 4));
    return new Fit(
        lag,
        window,
        (sumY - slope * sumX) / n,
        slope,
        noise,
        varX > 0 ? noise / Math.sqrt(varX) : Double.POSITIVE_INFINITY);
  }
}
