package assay.reports.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A family of tests: of a hundred cases without any difference one in twenty passes 0.05 by chance.
 */
public final class FalseDiscovery {

  private FalseDiscovery() {}

  /**
   * Adjusted probabilities: calling everything up to q different is wrong in a share of q of the
   * calls, and in a family without any difference with a probability of q (Y. Benjamini and Y.
   * Hochberg, J. R. Stat. Soc. B 57, 1995). Cases of one machine depend on each other positively,
   * for which that holds too.
   *
   * @return in the order of the argument
   */
  public static double[] adjusted(double[] probabilities) {
    int[] falling =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[probabilities.length];
    double least = 1;
    for (int i = 0; i < falling.length; i++) {
      int rank = falling.length - i;
      double raw = probabilities[falling[i]] * falling.length / rank;
      least = Math.min(least, raw);
      adjusted[falling[i]] = least;
    }
    return adjusted;
  }
}
