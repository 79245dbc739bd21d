package assay.reports.summary;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.statistics.Moderation;
import assay.reports.statistics.Spread;
import java.util.Collection;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The spreads of a run's cases, each moderated by what all valid ones tell. */
final class Spreads {

  private final Map<Metric, Moderation> moderations = new EnumMap<>(Metric.class);

  /** By the case itself. */
  private final Map<CaseRecord, Measured> measured = new IdentityHashMap<>();

  private Spreads() {}

  static Spreads of(RunRecord run) {
    Spreads spreads = new Spreads();
    List<Measured> all = run.cases().parallelStream().map(Measured::of).toList();
    for (int i = 0; i < all.size(); i++) {
      spreads.measured.put(run.cases().get(i), all.get(i));
    }
    for (Metric metric : Metric.values()) {
      spreads.moderations.put(
          metric,
          Moderation.of(
              run.cases().stream()
                  .filter(each -> each.status().state() == State.VALID)
                  .map(each -> spreads.measured.get(each).spreads().get(metric))
                  .filter(Objects::nonNull)
                  .toList()));
    }
    return spreads;
  }

  /** Of every metric that has a logarithm. */
  Map<Metric, Spread> of(CaseRecord each) {
    return moderated(each, moderation -> moderation);
  }

  /** The same for one side of a comparison, whose other side brings what this one leaves out. */
  Map<Metric, Spread> ofSide(CaseRecord each) {
    return moderated(each, Moderation::ofOneSide);
  }

  private Map<Metric, Spread> moderated(CaseRecord each, UnaryOperator<Moderation> share) {
    Map<Metric, Spread> spreads = new EnumMap<>(Metric.class);
    measured
        .get(each)
        .spreads()
        .forEach((metric, spread) ->
            spreads.put(metric, share.apply(moderations.get(metric)).apply(spread)));
    return spreads;
  }

  Optional<LatencySummary> latency(CaseRecord each) {
    return measured.get(each).latency();
  }

  /** What a case tells by itself. */
  private record Measured(Map<Metric, Spread> spreads, Optional<LatencySummary> latency) {

    static Measured of(CaseRecord each) {
      LatencySummary.OfForks latency = LatencySummary.of(each);
      Map<Metric, Spread> spreads = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        Collection<Double> values =
            metric == Metric.P99 ? latency.p99ByRound().values() : metric.byRound(each).values();
        Spreads.of(values).ifPresent(spread -> spreads.put(metric, spread));
      }
      return new Measured(spreads, latency.all());
    }
  }

  /** As measured; empty when nothing was, or a value has no logarithm. */
  static Optional<Spread> of(CaseRecord measured, Metric metric) {
    return of(metric.byRound(measured).values());
  }

  private static Optional<Spread> of(Collection<Double> values) {
    boolean positive = values.stream().allMatch(each -> each > 0 && Double.isFinite(each));
    return values.isEmpty() || !positive
        ? Optional.empty()
        : Optional.of(
            Spread.ofLogarithms(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
