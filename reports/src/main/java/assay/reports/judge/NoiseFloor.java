package assay.reports.judge;

import assay.reports.judge.Comparability.Aspect;
import assay.reports.record.RunRecord;
import assay.reports.statistics.Contrast;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Spread;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far two measurements of one build lie apart on this machine, case by case; from a run against
 * itself.
 *
 * <p>A comparison may come out quieter by chance than the machine is. With a floor known, no case
 * is taken for quieter than its replay was, and no difference is told that replays of one build
 * have as well.
 */
public final class NoiseFloor {

  /** Nothing is known of the machine's noise but what the runs themselves show. */
  public static final NoiseFloor UNKNOWN = new NoiseFloor("", Manner.UNKNOWN, Manner.UNKNOWN);

  /** Replays beyond this share are taken for the tail of chance, not for the machine. */
  private static final double USUAL = 0.95;

  private final String source;
  private final Manner apart;
  private final Manner inTurns;

  /**
   * Noise of one manner of measuring two sides.
   *
   * @param deviations of a fork's, or a round's, logarithm by case
   * @param effects by which cases came out different, as logarithms, sorted
   */
  private record Manner(Map<String, Double> deviations, double[] effects) {
    static final Manner UNKNOWN = new Manner(Map.of(), new double[0]);

    double usualRatio() {
      return effects.length == 0 ? 1 : Math.exp(Quantiles.of(effects, USUAL));
    }
  }

  private NoiseFloor(String source, Manner apart, Manner inTurns) {
    this.source = source;
    this.apart = apart;
    this.inTurns = inTurns;
  }

  /** From the two halves of a run against itself. */
  public static NoiseFloor of(RunSummary first, RunSummary second) {
    Map<String, CaseSummary> others = new HashMap<>();
    second.valid().forEach(each -> others.put(each.record().id(), each));
    List<Sides.Pair> pairs =
        first.valid().stream()
            .filter(each -> others.containsKey(each.record().id()))
            .map(each -> new Sides.Pair(each, others.get(each.record().id())))
            .toList();
    return new NoiseFloor(first.run().invocation().id(), apart(pairs), inTurns(pairs));
  }

  private static Manner apart(List<Sides.Pair> pairs) {
    Map<String, Double> deviations = new HashMap<>();
    List<Double> effects = new ArrayList<>();
    for (Sides.Pair pair : pairs) {
      Spread one = pair.baseline().spreads().get(Metric.SPEED);
      Spread other = pair.contender().spreads().get(Metric.SPEED);
      effects.add(Math.abs(one.mean() - other.mean()));
      if (one.isKnown() && other.isKnown()) {
        deviations.put(
            pair.baseline().record().id(), Math.sqrt((one.variance() + other.variance()) / 2));
      }
    }
    return new Manner(deviations, sorted(effects));
  }

  private static Manner inTurns(List<Sides.Pair> pairs) {
    Map<String, Double> deviations = new HashMap<>();
    List<Double> effects = new ArrayList<>();
    for (Sides.Pair pair : pairs) {
      Sides.differences(Metric.SPEED, pair)
          .ifPresent(rounds -> {
            effects.add(Math.abs(rounds.mean()));
            if (rounds.isKnown()) {
              deviations.put(pair.baseline().record().id(), rounds.deviation());
            }
          });
    }
    return new Manner(deviations, sorted(effects));
  }

  private static double[] sorted(List<Double> effects) {
    return effects.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /**
   * Why two runs are no replay on the machine of others, in words that go on from their name.
   *
   * @param judged a run that the floor is to be used for
   * @param accepted aspects that may differ
   */
  public static Optional<String> fault(
      RunRecord first, RunRecord second, RunRecord judged, Set<Aspect> accepted) {
    String turns = first.invocation().turns();
    boolean isReplay =
        turns != null
            && turns.startsWith(RunRecord.REPLAY)
            && turns.equals(second.invocation().turns());
    if (!isReplay) {
      return Optional.of("is no run of one build against itself, as assay run --aa makes them");
    }
    return Comparability.of(first, judged, accepted).differences().stream()
        .findFirst()
        .map(each ->
            "tells the noise of another machine than that of %s: %s %s, not %s"
                .formatted(
                    judged.invocation().id(), each.aspect().title(), each.before(), each.after()));
  }

  /** Id of the run that it comes from; "" when unknown. */
  public String source() {
    return source;
  }

  /** Whether any case tells. */
  public boolean isKnown() {
    return apart.effects().length > 0;
  }

  /** The ratio that halves of one build differ by in at most one case of twenty; 1 if unknown. */
  public double usualRatio(boolean turns) {
    return manner(turns).usualRatio();
  }

  /**
   * The ratio that two sides would show four times in five, in the case whose noise is the median.
   *
   * @param forks a side, at least 2
   * @param family cases that are judged together
   * @param turns whether the sides take turns
   * @return empty when nothing is known
   */
  public OptionalDouble detectable(int forks, int family, boolean turns) {
    Map<String, Double> deviations = manner(turns).deviations();
    if (deviations.isEmpty()) {
      return OptionalDouble.empty();
    }
    double typical =
        Quantiles.median(deviations.values().stream().mapToDouble(Double::doubleValue).toArray());
    double level = Rules.FALSE_DISCOVERIES / Math.max(1, family);
    double byNoise =
        turns
            ? Contrast.detectableInTurns(typical, forks, level)
            : Contrast.detectableWith(typical, forks, level);
    return OptionalDouble.of(Math.max(Math.exp(byNoise), Metric.SPEED.threshold()));
  }

  /** Standard error that a difference of two sides measured apart has at least, if known. */
  double error(String caseId, int forks) {
    return apart.deviations().getOrDefault(caseId, 0.0) * Math.sqrt(2.0 / forks);
  }

  /** Thresholds that the machine allows. */
  Rules raise(Rules rules, boolean turns) {
    double usual = usualRatio(turns);
    return rules.threshold(Metric.SPEED) >= usual ? rules : rules.with(Metric.SPEED, usual);
  }

  private Manner manner(boolean turns) {
    return turns ? inTurns : apart;
  }
}
