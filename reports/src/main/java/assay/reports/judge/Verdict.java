package assay.reports.judge;

/**
 * What the data says about the contender; SAME when it surely differs by less than matters.
 *
 * <p>The words are those of speed. Of any other metric FASTER means that it costs less.
 */
public enum Verdict {
  FASTER,
  SLOWER,
  SAME,
  UNCLEAR,
  NOT_COMPARABLE;

  /** Whether the sides were told apart. */
  public boolean isDifferent() {
    return this == FASTER || this == SLOWER;
  }

  /** For people, of a metric that is not speed: better, worse. */
  public String ofCost() {
    return switch (this) {
      case FASTER -> "BETTER";
      case SLOWER -> "WORSE";
      default -> words();
    };
  }

  /** For people: NOT COMPARABLE has a blank. */
  public String words() {
    return name().replace('_', ' ');
  }
}
