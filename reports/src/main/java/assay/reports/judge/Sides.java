package assay.reports.judge;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.State;
import assay.reports.statistics.Moderation;
import assay.reports.statistics.Spread;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The duels of two sides in one metric, for the cases that both have valid.
 *
 * <p>Sides that were measured in turns are compared round by round, so that drift of the machine,
 * which both saw alike, is not taken for noise.
 */
final class Sides {

  private Sides() {}

  /** A case that can be compared. */
  record Pair(CaseSummary baseline, CaseSummary contender) {}

  /**
   * @param inTurns whether round i of one side ran beside round i of the other
   * @return without the cases that have no value on a side
   */
  static Map<Key, Duel> duels(
      Metric metric, double threshold, Map<Key, Pair> pairs, boolean inTurns) {
    Map<Key, Duel> duels = new java.util.LinkedHashMap<>();
    if (!inTurns) {
      pairs.forEach(
          (key, pair) -> apart(metric, threshold, pair).ifPresent(duel -> duels.put(key, duel)));
      return duels;
    }
    Map<Key, Spread> differences = new java.util.LinkedHashMap<>();
    pairs.forEach(
        (key, pair) -> differences(metric, pair).ifPresent(spread -> differences.put(key, spread)));
    Moderation moderation = Moderation.of(List.copyOf(differences.values()));
    differences.forEach(
        (key, spread) -> duels.put(key, Duel.inTurns(metric, threshold, moderation.apply(spread))));
    return duels;
  }

  static Optional<Duel> apart(Metric metric, double threshold, Pair pair) {
    Spread baseline = pair.baseline().sideSpreads().get(metric);
    Spread contender = pair.contender().sideSpreads().get(metric);
    return baseline == null || contender == null
        ? Optional.empty()
        : Optional.of(Duel.apart(metric, threshold, baseline, contender));
  }

  /** Of the logarithms, over the rounds that both sides have. */
  static Optional<Spread> differences(Metric metric, Pair pair) {
    SortedMap<Integer, Double> differences =
        metric == Metric.SPEED
            ? Rounds.ofSpeed(pair.baseline().record(), pair.contender().record())
            : Rounds.of(metric, pair);
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Spread.of(differences.values().stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** Whether a side is usable at all. */
  static boolean isValid(CaseSummary side) {
    return side != null && side.state() == State.VALID;
  }

  /** The value of a metric that is the same at every run with the same inputs. */
  static Optional<Double> exact(Metric metric, CaseRecord measured) {
    return metric.byRound(measured).values().stream().filter(Double::isFinite).findFirst();
  }
}
