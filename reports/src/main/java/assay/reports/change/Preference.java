package assay.reports.change;

/** Which way a series gets better. */
public enum Preference {
  LARGER,
  SMALLER,
  UNKNOWN;

  /** Of a move from one level to another. */
  Effect of(double before, double after) {
    if (this == UNKNOWN || before == after) {
      return Effect.UNKNOWN;
    }
    return after > before == (this == LARGER) ? Effect.BETTER : Effect.WORSE;
  }

  /** Whether a change is welcome. */
  public enum Effect {
    BETTER,
    WORSE,
    UNKNOWN
  }
}
