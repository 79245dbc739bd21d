package assay.reports.change;

/**
 * @param falseAlarmRate of a series of 100 points without any change, the probability that one is
 *     found; above 0, at most {@link #HIGHEST_RATE}
 * @param looks which looks share that rate
 * @param leastEffect smallest change of level to report, relative to the level before; 0 for all
 */
public record Settings(double falseAlarmRate, Looks looks, double leastEffect) {

  /** Critical values are tabulated up to twice this. */
  public static final double HIGHEST_RATE = 0.1;

  /** Below this no order of 100 points is rare enough, nor was it ever measured. */
  public static final double LOWEST_RATE = 1e-4;

  public static final Settings DEFAULT = new Settings(0.01, Looks.ONCE, 0);

  public Settings {
    if (!(falseAlarmRate >= LOWEST_RATE && falseAlarmRate <= HIGHEST_RATE)) {
      throw new IllegalArgumentException(
          "the false-alarm rate is %s, but must lie between %s and %s"
              .formatted(falseAlarmRate, LOWEST_RATE, HIGHEST_RATE));
    }
    if (!(leastEffect >= 0) || Double.isInfinite(leastEffect)) {
      throw new IllegalArgumentException(
          "the least effect is %s, but must be 0 or a positive number".formatted(leastEffect));
    }
  }
}
