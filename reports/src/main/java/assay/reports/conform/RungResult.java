package assay.reports.conform;

/**
 * One rung of the ladder.
 *
 * @param asks what it looks for, as a question
 * @param planned checks of the level
 * @param made of these
 * @param faults found
 */
public record RungResult(
    String id, String title, String asks, int planned, int made, int faults, double seconds) {

  /** PASS, FAIL, or NOT TRIED where not one check was made. */
  public String state() {
    return faults > 0 ? "FAIL" : made > 0 ? "PASS" : "NOT TRIED";
  }
}
