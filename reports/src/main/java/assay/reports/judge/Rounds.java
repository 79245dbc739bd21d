package assay.reports.judge;

import assay.reports.judge.Sides.Pair;
import assay.reports.record.CaseRecord;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.ForkSamples;
import assay.reports.summary.Metric;
import java.util.SortedMap;
import java.util.TreeMap;

/** Logarithms of how many times more the baseline costs, by round, of sides measured in turns. */
final class Rounds {

  private Rounds() {}

  /** Of one value a fork. */
  static SortedMap<Integer, Double> of(Metric metric, Pair pair) {
    SortedMap<Integer, Double> others = metric.byRound(pair.contender().record());
    SortedMap<Integer, Double> differences = new TreeMap<>();
    metric
        .byRound(pair.baseline().record())
        .forEach((round, value) -> {
          Double other = others.get(round);
          if (other != null && value > 0 && other > 0) {
            differences.put(round, Math.log(value / other));
          }
        });
    return differences;
  }

  /**
   * Of the iterations: iteration i of one side ran right beside iteration i of the other, so each
   * pair has its own ratio, and a neighbour that woke between the two spoils that pair alone. The
   * round's value is the mean of the middle half, which a few spoilt pairs do not move and which of
   * quiet ones uses nearly as much as a mean does.
   */
  static SortedMap<Integer, Double> ofSpeed(Pair pair) {
    SortedMap<Integer, double[]> others = iterations(pair.contender().record());
    SortedMap<Integer, Double> differences = new TreeMap<>();
    iterations(pair.baseline().record())
        .forEach((round, values) -> {
          double[] other = others.getOrDefault(round, new double[0]);
          double[] ratios = new double[Math.min(values.length, other.length)];
          for (int i = 0; i < ratios.length; i++) {
            ratios[i] = Math.log(values[i] / other[i]);
          }
          if (ratios.length > 0) {
            differences.put(round, Quantiles.midmean(ratios));
          }
        });
    return differences;
  }

  private static SortedMap<Integer, double[]> iterations(CaseRecord measured) {
    SortedMap<Integer, double[]> iterations = new TreeMap<>();
    measured.forks().forEach(fork -> iterations.put(fork.round(), ForkSamples.nanosPerOp(fork)));
    return iterations;
  }
}
