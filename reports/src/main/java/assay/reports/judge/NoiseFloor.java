package assay.reports.judge;

import assay.reports.judge.Comparability.Aspect;
import assay.reports.record.RunRecord;
import assay.reports.statistics.Contrast;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Spread;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.HashMap;
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
  public static final NoiseFloor UNKNOWN = new NoiseFloor("", Map.of(), new double[0]);

  /** Replays beyond this share are taken for the tail of chance, not for the machine. */
  private static final double USUAL = 0.95;

  private final String source;
  private final Map<String, Double> deviations;
  private final double[] effects;

  private NoiseFloor(String source, Map<String, Double> deviations, double[] effects) {
    this.source = source;
    this.deviations = deviations;
    this.effects = effects;
  }

  /** From the two halves of a run against itself. */
  public static NoiseFloor of(RunSummary first, RunSummary second) {
    Map<String, Double> deviations = new HashMap<>();
    for (RunSummary half : new RunSummary[] {first, second}) {
      for (CaseSummary each : half.valid()) {
        Spread spread = each.spreads().get(Metric.SPEED);
        if (spread.isKnown()) {
          deviations.merge(each.record().id(), spread.deviation(), NoiseFloor::together);
        }
      }
    }
    double[] effects =
        Comparison.ofRuns(first, second).rows().stream()
            .flatMap(row -> row.ratio().stream())
            .mapToDouble(ratio -> Math.abs(Math.log(ratio.estimate())))
            .sorted()
            .toArray();
    return new NoiseFloor(first.run().invocation().id(), deviations, effects);
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

  private static double together(double one, double other) {
    return Math.sqrt((one * one + other * other) / 2);
  }

  /** Id of the run that it comes from; "" when unknown. */
  public String source() {
    return source;
  }

  /** The ratio that halves of one build differ by in at most one case of twenty; 1 if unknown. */
  public double usualRatio() {
    return effects.length == 0 ? 1 : Math.exp(Quantiles.of(effects, USUAL));
  }

  /**
   * The ratio that two sides measured apart would show four times in five, in the case whose noise
   * is the median.
   *
   * @param forks a side, at least 2
   * @param family cases that are judged together
   * @return empty when nothing is known
   */
  public OptionalDouble detectable(int forks, int family) {
    if (deviations.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] all = deviations.values().stream().mapToDouble(Double::doubleValue).toArray();
    double level = Rules.FALSE_DISCOVERIES / Math.max(1, family);
    double byNoise = Math.exp(Contrast.detectableWith(Quantiles.median(all), forks, level));
    return OptionalDouble.of(Math.max(byNoise, Metric.SPEED.threshold()));
  }

  /** Standard error that a difference of two sides has at least, as far as known. */
  double error(String caseId, int forks) {
    return deviations.getOrDefault(caseId, 0.0) * Math.sqrt(2.0 / forks);
  }

  /** Thresholds that the machine allows. */
  Rules raise(Rules rules) {
    return rules.threshold(Metric.SPEED) >= usualRatio()
        ? rules
        : rules.with(Metric.SPEED, usualRatio());
  }
}
