package assay.reports.change;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Finds a change of variance: the same scan, over how far each point is from its level.
 *
 * <p>Distances enter by rank, as normal scores, so their distribution does not matter.
 */
final class Scatter {

  /** On either side, or there is no saying what the variance was. */
  static final int LEAST = 10;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Scatter() {}

  /**
   * @param rests values less their level
   * @param level at which a change counts
   * @return where the variance changes, if it does, in positions of {@code rests}
   */
  static Optional<Split> change(double[] rests, double level) {
    if (rests.length < 2 * LEAST) {
      return Optional.empty();
    }
    Look look = Look.atDistances(scores(rests), LEAST);
    Scan scan = look.scan();
    double p = look.tableShare();
    if (scan.isBump() || p > level) {
      return Optional.empty();
    }
    int at = scan.likeliest(look.inflation());
    return Optional.of(new Split(Kind.VARIANCE, at, at, at, p, p <= level / Levels.LOOKS));
  }

  /** Of equal distances each gets the mean of the ranks that they share. */
  private static double[] scores(double[] rests) {
    int n = rests.length;
    List<Integer> order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(rests[i])))
            .toList();
    double[] scores = new double[n];
    int i = 0;
    while (i < n) {
      int end = i + 1;
      while (end < n && Math.abs(rests[order.get(end)]) == Math.abs(rests[order.get(i)])) {
        end++;
      }
      double rank = (i + end + 1) / 2.0;
      double score = NORMAL.inverseCumulativeProbability(rank / (n + 1));
      for (int k = i; k < end; k++) {
        scores[order.get(k)] = score;
      }
      i = end;
    }
    return scores;
  }
}
