package assay.reports.change;

/**
 * What the false-alarm rate leaves to a single test.
 *
 * @param level at which a change of level is found
 * @param confirming level at which it would be found by looks after every append
 * @param scatter level at which a change of variance is found
 */
record Levels(double level, double confirming, double scatter) {

  /**
   * Looks after each of 70 appends are worth about so many independent ones: windows that end two
   * points apart share little, long ones nearly everything.
   */
  static final double LOOKS = 20;

  private static final double FOR_LEVEL = 0.81;
  private static final double FOR_SCATTER = 0.07;

  static Levels of(Settings settings) {
    double each = settings.falseAlarmRate() / LOOKS;
    double rate = settings.looks() == Looks.EVERY ? each : settings.falseAlarmRate();
    return new Levels(FOR_LEVEL * rate, FOR_LEVEL * each, FOR_SCATTER * rate);
  }
}
