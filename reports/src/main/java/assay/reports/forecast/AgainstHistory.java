package assay.reports.forecast;

import assay.probe.Reading;
import assay.reports.history.History;
import assay.reports.history.MeasuredCase;
import assay.reports.history.MeasuredRun;
import assay.reports.history.Point;
import assay.reports.history.SeriesKey;
import assay.reports.judge.Comparison;
import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Judgement;
import assay.reports.judge.Rules;
import assay.reports.judge.Rules.Yardstick;
import assay.reports.judge.Traits;
import assay.reports.judge.Verdict;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Spread;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.LatencySummary;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds one run against all before it, case by case and metric by metric. */
public final class AgainstHistory {

  private static final Map<Metric, assay.reports.history.Metric> KEPT =
      Map.of(
          Metric.SPEED, assay.reports.history.Metric.TIME,
          Metric.P99, assay.reports.history.Metric.P99,
          Metric.NMSE, assay.reports.history.Metric.NMSE,
          Metric.MAX_ERROR, assay.reports.history.Metric.MAX_ERROR);

  /**
   * @param remarks sentences about the candidate's place in the history
   */
  public record Result(Comparison comparison, List<String> remarks) {}

  private final RunSummary candidate;
  private final MeasuredRun measured;
  private final Past past;
  private final Rules rules;
  private final double mayMiss;

  private AgainstHistory(History history, RunRecord candidate, Rules rules, double mayMiss) {
    this.measured = History.measured(candidate);
    this.candidate = RunSummary.of(candidate);
    this.past = Past.of(history, measured);
    this.rules = rules.by(Yardstick.RUNS);
    this.mayMiss = mayMiss;
  }

  /**
   * @param mayMiss cost ratio that the history ought to show, for advice
   * @throws assay.reports.history.UnusableHistoryException when the history cannot be read, or the
   *     candidate is unfinished
   */
  public static Result compare(History history, RunRecord candidate, Rules rules, double mayMiss) {
    AgainstHistory against = new AgainstHistory(history, candidate, rules, mayMiss);
    return new Result(against.comparison(), against.past.remarks());
  }

  private Comparison comparison() {
    Map<Metric, Map<Integer, Judgement>> judged = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      judged.put(metric, metric.isExact() ? exact(metric) : tested(metric));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < measured.cases().size(); i++) {
      rows.add(row(i, judged));
    }
    past.missing().forEach(key -> rows.add(missing(key)));
    return new Comparison(
        "the history (%d runs)".formatted(past.size()),
        measured.id(),
        false,
        rules,
        List.copyOf(rows),
        List.of());
  }

  private Map<Integer, Judgement> tested(Metric metric) {
    Map<Integer, Level> levels = levels(metric);
    List<Integer> tested = List.copyOf(levels.keySet());
    List<Judgement> all =
        new Trials(metric, rules.threshold(metric), mayMiss)
            .judge(tested.stream().map(i -> entry(metric, i, levels.get(i))).toList());
    Map<Integer, Judgement> judged = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      judged.put(tested.get(i), all.get(i));
    }
    for (int i = 0; i < measured.cases().size(); i++) {
      int at = i;
      if (candidate.cases().get(i).isValid() && !judged.containsKey(i)) {
        lost(metric, i).ifPresent(why -> judged.put(at, notComparable(metric, why)));
      }
    }
    return judged;
  }

  /** A case must not pass because its meter is gone, or its latencies were not kept. */
  private Optional<String> lost(Metric metric, int i) {
    MeasuredCase own = measured.cases().get(i);
    CaseSummary summary = candidate.cases().get(i);
    return switch (metric) {
      case ENERGY -> {
        String had =
            past.energies(own).stream()
                .map(each -> "\"%s\"".formatted(each.scope()))
                .collect(Collectors.joining(" and "));
        yield had.isEmpty()
            ? Optional.empty()
            : Optional.of(
                point(own, metric)
                    .map(each ->
                        "its energy covers \"%s\", and covered %s in the history"
                            .formatted(each.metric().scope(), had))
                    .orElse("no energy: " + Reading.why(summary.energy())));
      }
      case P99 ->
          past.level(own, kept(own, metric)).isPresent() && point(own, metric).isEmpty()
              ? LatencySummary.lost(summary.record()).map(each -> "no latencies: " + each)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Of the valid cases that the history knows, by their place in the candidate. */
  private Map<Integer, Level> levels(Metric metric) {
    Map<Integer, Level> levels = new HashMap<>();
    for (int i = 0; i < measured.cases().size(); i++) {
      int at = i;
      if (candidate.cases().get(i).isValid() && (metric.isExact() || value(i, metric) > 0)) {
        past.level(measured.cases().get(i), kept(measured.cases().get(i), metric))
            .ifPresent(level -> levels.put(at, level));
      }
    }
    return levels;
  }

  private Trials.Entry entry(Metric metric, int i, Level level) {
    MeasuredCase own = measured.cases().get(i);
    Spread forks = candidate.cases().get(i).spreads().get(metric);
    int count = point(own, metric).map(Point::forks).orElse(1);
    double usual = past.forks(own, kept(own, metric));
    return new Trials.Entry(
        level,
        level.since() < 0 ? "the first" : past.id(level.since()) + ", where it changed,",
        value(i, metric),
        Math.max(1, usual / Math.max(1, count)),
        forks == null ? Spread.of(new double[1]) : forks);
  }

  private static Optional<Point> point(MeasuredCase of, Metric metric) {
    var kept = kept(of, metric);
    return of.points().stream().filter(each -> each.metric().equals(kept)).findFirst();
  }

  /** Energy is held against energy of the same coverage. */
  private static assay.reports.history.Metric kept(MeasuredCase of, Metric metric) {
    if (metric != Metric.ENERGY) {
      var kept = KEPT.get(metric);
      return of.isSustained() && !metric.isExact() ? kept.sustained() : kept;
    }
    return of.points().stream()
        .map(Point::metric)
        .filter(assay.reports.history.Metric::isEnergy)
        .findFirst()
        .orElse(assay.reports.history.Metric.ENERGY);
  }

  /** NaN when the candidate has none. */
  private double value(int i, Metric metric) {
    return point(measured.cases().get(i), metric).map(Point::value).orElse(Double.NaN);
  }

  private Map<Integer, Judgement> exact(Metric metric) {
    Map<Integer, Judgement> judged = new HashMap<>();
    levels(metric)
        .forEach((i, level) -> {
          if (level.values().length > 0) {
            judged.put(i, exact(metric, level.values(), value(i, metric)));
          }
        });
    return judged;
  }

  /**
   * The same inputs give the same error at every run; runs of other seeds have scattered errors,
   * and none of them was as bad as what is called worse.
   */
  private Judgement exact(Metric metric, double[] had, double has) {
    if (Double.isNaN(has)) {
      return notComparable(metric, "%s was not measured".formatted(metric.title()));
    }
    double[] sorted =
        Arrays.stream(had).map(each -> Math.max(each, metric.floor())).sorted().toArray();
    double after = Math.max(has, metric.floor());
    double threshold = rules.threshold(metric);
    Verdict verdict =
        after >= threshold * sorted[sorted.length - 1]
            ? Verdict.SLOWER
            : after <= sorted[0] / threshold ? Verdict.FASTER : Verdict.SAME;
    double ratio = Quantiles.median(sorted) / after;
    return new Judgement(
        metric,
        verdict,
        Optional.of(new Interval(ratio, ratio, ratio)),
        Optional.empty(),
        verdict.isDifferent()
            ? "%s %s, was %s to %s"
                .formatted(
                    metric.title(),
                    Units.error(has),
                    Units.error(sorted[0]),
                    Units.error(sorted[sorted.length - 1]))
            : "");
  }

  private Row row(int i, Map<Metric, Map<Integer, Judgement>> judged) {
    CaseSummary summary = candidate.cases().get(i);
    MeasuredCase own = measured.cases().get(i);
    Optional<String> elsewhere = past.elsewhere(own);
    Judgement speed =
        Optional.ofNullable(judged.get(Metric.SPEED).get(i))
            .orElseGet(() -> notComparable(Metric.SPEED, fault(summary, elsewhere)));
    List<Judgement> others =
        judged.entrySet().stream()
            .filter(each -> each.getKey() != Metric.SPEED)
            .flatMap(each -> Optional.ofNullable(each.getValue().get(i)).stream())
            .toList();
    return Row.of(
        summary,
        speed,
        others,
        elsewhere.map(ignored -> State.VALID),
        Optional.of(summary.state()));
  }

  private String fault(CaseSummary summary, Optional<String> elsewhere) {
    return summary.isValid()
        ? elsewhere.orElse("new: no run of the history has it")
        : "%s in %s: %s"
            .formatted(summary.state(), measured.id(), String.join("; ", summary.reasons()));
  }

  private static Judgement notComparable(Metric metric, String reason) {
    return new Judgement(
        metric, Verdict.NOT_COMPARABLE, Optional.empty(), Optional.empty(), reason);
  }

  private Row missing(SeriesKey key) {
    return new Row(
        key.caseId(),
        key.caseId(),
        key.operation(),
        new Traits(key.backend(), key.operation(), key.format(), Map.of()),
        Optional.empty(),
        Optional.empty(),
        Verdict.NOT_COMPARABLE,
        "not part of %s, but of the last such run of the history".formatted(measured.id()),
        List.of(),
        Optional.of(State.VALID),
        Optional.empty());
  }
}
