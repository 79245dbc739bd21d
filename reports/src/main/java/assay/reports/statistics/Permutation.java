package assay.reports.statistics;

import java.util.SplittableRandom;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.apache.commons.numbers.combinatorics.Combinations;

/**
 * Tests that assume nothing but that, were there no difference, any fork could have been on either
 * side.
 *
 * <p>Their smallest probability is 2 / C(n + m, n), whatever the data: with three forks a side 0.1,
 * with four 0.029, with five 0.0079. Below four forks they can tell nothing at 0.05, and never in a
 * family of a hundred with five.
 */
public final class Permutation {

  /** Up to so many ways of dealing the forks all are looked at, beyond that so many by chance. */
  private static final int MOST_DEALS = 200_000;

  /** A sum in another order may differ in its last bits; that is no larger difference. */
  private static final double ROUNDING = 1 - 1e-12;

  private Permutation() {}

  /**
   * How probable a difference of the means at least so large is, in either direction.
   *
   * @param first at least one value, like {@code second}
   * @param seed for where there are too many deals to look at all
   */
  public static double ofMeans(double[] first, double[] second, long seed) {
    return probability(joined(first, second), first.length, seed);
  }

  /** The same of ranks, ties by their mean rank: Mann and Whitney's test, exact with ties too. */
  public static double ofRanks(double[] first, double[] second, long seed) {
    return probability(ranks(joined(first, second)), first.length, seed);
  }

  /** The smallest probability that so many forks can give. */
  public static double least(int first, int second) {
    double deals = BinomialCoefficientDouble.value(first + second, first);
    return Math.min(1, (first == second ? 2 : 1) / deals);
  }

  private static double probability(double[] all, int first, long seed) {
    double centre = mean(all);
    double observed = distance(all, identity(first), centre);
    double deals = BinomialCoefficientDouble.value(all.length, first);
    return deals <= MOST_DEALS
        ? exact(all, first, centre, observed)
        : drawn(all, first, centre, observed, seed);
  }

  private static double exact(double[] all, int first, double centre, double observed) {
    long asFar = 0;
    long deals = 0;
    for (int[] dealt : Combinations.of(all.length, first)) {
      deals++;
      if (distance(all, dealt, centre) >= observed * ROUNDING) {
        asFar++;
      }
    }
    return (double) asFar / deals;
  }

  /** The deal that was observed is one of them, so the probability is never 0. */
  private static double drawn(double[] all, int first, double centre, double observed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = identity(all.length);
    long asFar = 1;
    for (int deal = 0; deal < MOST_DEALS; deal++) {
      for (int i = 0; i < first; i++) {
        int other = i + random.nextInt(order.length - i);
        int swapped = order[i];
        order[i] = order[other];
        order[other] = swapped;
      }
      if (distance(all, java.util.Arrays.copyOf(order, first), centre) >= observed * ROUNDING) {
        asFar++;
      }
    }
    return (double) asFar / (MOST_DEALS + 1);
  }

  /** Of the dealt values' mean from the mean of all, which grows as the difference does. */
  private static double distance(double[] all, int[] dealt, double centre) {
    double sum = 0;
    for (int index : dealt) {
      sum += all[index] - centre;
    }
    return Math.abs(sum) / dealt.length;
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElseThrow();
  }

  private static int[] identity(int length) {
    return java.util.stream.IntStream.range(0, length).toArray();
  }

  private static double[] joined(double[] first, double[] second) {
    double[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static double[] ranks(double[] values) {
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int below = 0;
      int equal = 0;
      for (double other : values) {
        below += other < values[i] ? 1 : 0;
        equal += other == values[i] ? 1 : 0;
      }
      ranks[i] = below + (equal + 1) / 2.0;
    }
    return ranks;
  }
}
