package assay.reports.summary;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.statistics.Moderation;
import assay.reports.statistics.Spread;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The spreads of a run's cases, each moderated by what all valid ones tell. */
final class Spreads {

  private final Map<Metric, Moderation> moderations;

  private Spreads(Map<Metric, Moderation> moderations) {
    this.moderations = moderations;
  }

  static Spreads of(RunRecord run) {
    Map<Metric, Moderation> moderations = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      moderations.put(
          metric,
          Moderation.of(
              run.cases().stream()
                  .filter(each -> each.status().state() == State.VALID)
                  .flatMap(each -> of(each, metric).stream())
                  .toList()));
    }
    return new Spreads(moderations);
  }

  /** Of every metric that has a logarithm. */
  Map<Metric, Spread> of(CaseRecord measured) {
    Map<Metric, Spread> spreads = new EnumMap<>(Metric.class);
    moderations.forEach((metric, moderation) ->
        of(measured, metric).ifPresent(spread -> spreads.put(metric, moderation.apply(spread))));
    return spreads;
  }

  /** As measured; empty when nothing was, or a value has no logarithm. */
  static Optional<Spread> of(CaseRecord measured, Metric metric) {
    Collection<Double> values = metric.byRound(measured).values();
    boolean positive = values.stream().allMatch(each -> each > 0 && Double.isFinite(each));
    return values.isEmpty() || !positive
        ? Optional.empty()
        : Optional.of(
            Spread.ofLogarithms(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
