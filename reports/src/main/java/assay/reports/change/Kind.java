package assay.reports.change;

/** What happened to a series. */
public enum Kind {
  /** The level moved from one point to the next and stayed. */
  STEP,
  /** The level moved little by little. */
  DRIFT,
  /** One point, or two, far off; the level is as before. Never an alarm. */
  SPIKE,
  /** The level stayed, the scatter about it did not. */
  VARIANCE,
  /** Two levels that take turns, as of a JIT that compiles a loop in two ways. */
  MODE_SWITCH;

  /** Whether it counts against the false-alarm rate. */
  public boolean isChange() {
    return this != SPIKE;
  }
}
