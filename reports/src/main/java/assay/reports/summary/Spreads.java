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

  /** By the case itself; a percentile's takes every fork's histogram apart, so it is kept. */
  private final Map<CaseRecord, Map<Metric, Spread>> measured = new IdentityHashMap<>();

  private Spreads() {}

  static Spreads of(RunRecord run) {
    Spreads spreads = new Spreads();
    List<Map<Metric, Spread>> all = run.cases().parallelStream().map(Spreads::asMeasured).toList();
    for (int i = 0; i < all.size(); i++) {
      spreads.measured.put(run.cases().get(i), all.get(i));
    }
    for (Metric metric : Metric.values()) {
      spreads.moderations.put(
          metric,
          Moderation.of(
              run.cases().stream()
                  .filter(each -> each.status().state() == State.VALID)
                  .map(each -> spreads.measured.get(each).get(metric))
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
        .forEach((metric, spread) ->
            spreads.put(metric, share.apply(moderations.get(metric)).apply(spread)));
    return spreads;
  }

  private static Map<Metric, Spread> asMeasured(CaseRecord each) {
    Map<Metric, Spread> spreads = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      of(each, metric).ifPresent(spread -> spreads.put(metric, spread));
    }
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
