package assay.reports.statistics;

import java.util.Arrays;

/**
 * A family of tests: of a hundred cases without any difference one in twenty passes 0.05 by chance.
 */
public final class FalseDiscovery {

  private FalseDiscovery() {}

  /**
   * The probability up to which a test of this family counts: of all that do, a share of {@code
   * rate} is expected to be wrong, and in a family without any difference one counts with a
   * probability of {@code rate} (Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57, 1995). Cases
   * of one machine depend on each other positively, for which that holds too.
   *
   * @return 0 when none counts
   */
  public static double level(double[] probabilities, double rate) {
    double[] sorted = probabilities.clone();
    Arrays.sort(sorted);
    double level = 0;
    for (int i = 0; i < sorted.length; i++) {
      double allowed = rate * (i + 1) / sorted.length;
      if (sorted[i] <= allowed) {
        level = allowed;
      }
    }
    return level;
  }
}
