package assay.reports.judge;

import assay.reports.judge.Sides.Pair;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.Metric;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Logarithms of how many times more the baseline costs, by round, of sides measured in turns. */
public final class Rounds {

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
  public static SortedMap<Integer, Double> ofSpeed(CaseRecord baseline, CaseRecord contender) {
    SortedMap<Integer, List<ForkRecord.Iteration>> others = iterations(contender);
    SortedMap<Integer, Double> differences = new TreeMap<>();
    iterations(baseline)
        .forEach((round, own) -> {
          double[] ratios = ratios(own, others.getOrDefault(round, List.of()));
          if (ratios.length > 0) {
            differences.put(round, Quantiles.midmean(ratios));
          }
        });
    return differences;
  }

  /** Of the pairs that count on both sides. */
  private static double[] ratios(
      List<ForkRecord.Iteration> own, List<ForkRecord.Iteration> others) {
    return IntStream.range(0, Math.min(own.size(), others.size()))
        .filter(i -> own.get(i).isUsable() && others.get(i).isUsable())
        .mapToDouble(i -> Math.log(own.get(i).nanosPerOp() / others.get(i).nanosPerOp()))
        .toArray();
  }

  private static SortedMap<Integer, List<ForkRecord.Iteration>> iterations(CaseRecord measured) {
    SortedMap<Integer, List<ForkRecord.Iteration>> iterations = new TreeMap<>();
    measured.forks().stream()
        .filter(fork -> fork.outcome().isEmpty())
        .forEach(fork -> iterations.put(fork.round(), fork.iterations()));
    return iterations;
  }
}
