package assay.reports.judge;

import assay.reports.judge.Comparison.Row;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.Energy;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Ceilings;
import assay.reports.summary.Interval;
import assay.reports.summary.LatencySummary;
import assay.reports.summary.Metric;
import assay.reports.summary.Shape;
import assay.reports.summary.Units;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares two sides; each metric's verdicts are made for the family of all cases. */
record Versus(
    String baseline,
    String contender,
    Rules rules,
    NoiseFloor noise,
    boolean inTurns,
    Comparability differences) {

  Comparison compare(Map<Key, CaseSummary> from, Map<Key, CaseSummary> to) {
    Map<Key, CaseSummary> all = new LinkedHashMap<>(from);
    to.forEach(all::putIfAbsent);
    Map<Key, Sides.Pair> pairs = new LinkedHashMap<>();
    all.keySet().stream()
        .filter(key -> fault(key, from, to).isEmpty())
        .forEach(key -> pairs.put(key, new Sides.Pair(from.get(key), to.get(key))));
    Map<Metric, Map<Key, Judgement>> judged = new EnumMap<>(Metric.class);
    List<Together> together = List.of();
    for (Metric metric : Metric.values()) {
      if (metric.isExact()) {
        judged.put(metric, exact(metric, pairs));
        continue;
      }
      Map<Key, Duel> duels = Sides.duels(metric, rules.threshold(metric), pairs, inTurns);
      judged.put(metric, tested(metric, pairs, duels));
      if (metric == Metric.SPEED && inTurns) {
        together = together(pairs, duels);
      }
    }
    List<Row> rows = new ArrayList<>();
    all.forEach((key, any) -> rows.add(row(key, any, from.get(key), to.get(key), judged)));
    return new Comparison(baseline, contender, inTurns, rules, rows, together);
  }

  private Map<Key, Judgement> tested(
      Metric metric, Map<Key, Sides.Pair> pairs, Map<Key, Duel> duels) {
    // What two forks of one turn both saw is not in their difference, but it is in the floor.
    if (metric == Metric.SPEED && !inTurns) {
      duels.replaceAll((key, duel) ->
          duel.noNarrowerThan(noise.error(pairs.get(key).baseline().record().id(), duel.forks())));
    }
    Duel.Family family = Duel.Family.of(List.copyOf(duels.values()), rules.wrong(inTurns));
    Map<Key, Judgement> judged = new LinkedHashMap<>();
    duels.forEach((key, duel) -> judged.put(key, duel.judged(family)));
    pairs.forEach((key, pair) -> lost(metric, pair).ifPresent(lost -> judged.put(key, lost)));
    return judged;
  }

  /** A case must not pass because its meter is gone, or its latencies were not kept. */
  private Optional<Judgement> lost(Metric metric, Sides.Pair pair) {
    CaseRecord before = pair.baseline().record();
    CaseRecord after = pair.contender().record();
    if (metric.byRound(before).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> reason =
        switch (metric) {
          case ENERGY ->
              Energy.reason(after)
                  .map(each -> "no energy: " + each)
                  .or(() ->
                      Energy.reason(before)
                          .map(each -> "no energy in %s: %s".formatted(baseline, each)))
                  .or(() -> otherEnergy(pair));
          case P99 ->
              metric.byRound(after).isEmpty()
                  ? LatencySummary.lost(after).map(each -> "no latencies: " + each)
                  : Optional.empty();
          default -> Optional.empty();
        };
    return reason.map(each -> notComparable(metric, each));
  }

  /** Joules of a package say nothing of joules behind a plug. */
  private static Optional<String> otherEnergy(Sides.Pair pair) {
    List<String> before = scopes(pair.baseline());
    List<String> after = scopes(pair.contender());
    return after.equals(before) && after.size() <= 1
        ? Optional.empty()
        : Optional.of(
            "its energy covers \"%s\", and covered \"%s\" before"
                .formatted(String.join("; ", after), String.join("; ", before)));
  }

  private static List<String> scopes(CaseSummary of) {
    return of.meter().scopes(of.record()).stream().sorted().toList();
  }

  private static List<Together> together(Map<Key, Sides.Pair> pairs, Map<Key, Duel> duels) {
    List<Together.Tested> tested = new ArrayList<>();
    duels.forEach((key, duel) ->
        tested.add(
            new Together.Tested(label(key), Traits.of(key, pairs.get(key).baseline()), duel)));
    return Together.of(tested);
  }

  private Map<Key, Judgement> exact(Metric metric, Map<Key, Sides.Pair> pairs) {
    Map<Key, Judgement> judged = new LinkedHashMap<>();
    pairs.forEach((key, pair) ->
        Sides.exact(metric, pair.baseline().record())
            .ifPresent(before ->
                judged.put(
                    key,
                    Sides.exact(metric, pair.contender().record())
                        .map(after -> exact(metric, before, after))
                        .orElseGet(() ->
                            notComparable(
                                metric, "%s was not measured".formatted(metric.title()))))));
    return judged;
  }

  /** The same inputs give the same error at every run, so that one value is evidence. */
  private Judgement exact(Metric metric, double before, double after) {
    if (differences.otherInputs()) {
      return notComparable(metric, "other inputs: the runs had different seeds");
    }
    double ratio = Math.max(before, metric.floor()) / Math.max(after, metric.floor());
    double threshold = rules.threshold(metric);
    Verdict verdict =
        ratio >= threshold
            ? Verdict.FASTER
            : ratio <= 1 / threshold ? Verdict.SLOWER : Verdict.SAME;
    return new Judgement(
        metric,
        verdict,
        Optional.of(new Interval(ratio, ratio, ratio)),
        Optional.empty(),
        verdict.isDifferent()
            ? "%s %s, was %s".formatted(metric.title(), Units.error(after), Units.error(before))
            : "");
  }

  private Row row(
      Key key,
      CaseSummary any,
      CaseSummary before,
      CaseSummary after,
      Map<Metric, Map<Key, Judgement>> judged) {
    Judgement speed =
        Optional.ofNullable(judged.get(Metric.SPEED).get(key))
            .orElseGet(() ->
                notComparable(Metric.SPEED, fault(before, after).orElse("no speed was measured")));
    List<Judgement> others =
        judged.entrySet().stream()
            .filter(each -> each.getKey() != Metric.SPEED)
            .flatMap(each -> Optional.ofNullable(each.getValue().get(key)).stream())
            .toList();
    return row(key, any, speed, others, state(before), state(after));
  }

  static Row row(
      Key key,
      CaseSummary any,
      Judgement speed,
      List<Judgement> others,
      Optional<State> before,
      Optional<State> after) {
    Shape shape = any.shape();
    String operation = shape.operation().equals("matmul") ? "" : shape.operation() + " ";
    return new Row(
        label(key),
        operation + any.format() + " " + shape.label(),
        shape.group(),
        Traits.of(key, any),
        speed.ratio(),
        speed.detectable(),
        speed.verdict(),
        speed.reason(),
        others,
        before,
        after);
  }

  private static Judgement notComparable(Metric metric, String reason) {
    return new Judgement(
        metric, Verdict.NOT_COMPARABLE, Optional.empty(), Optional.empty(), reason);
  }

  private Optional<String> fault(Key key, Map<Key, CaseSummary> from, Map<Key, CaseSummary> to) {
    return fault(from.get(key), to.get(key));
  }

  /** Why the case cannot be compared. */
  private Optional<String> fault(CaseSummary before, CaseSummary after) {
    return fault(baseline, before)
        .or(() -> fault(contender, after))
        .or(() -> differences.fault(after.record().key()))
        .or(() -> otherLength(before, after));
  }

  /** What a hot chip keeps up for half an hour is not what a cold one does for seconds. */
  private Optional<String> otherLength(CaseSummary before, CaseSummary after) {
    return before.isSustained() == after.isSustained()
        ? Optional.empty()
        : Optional.of(
            "repeated for long in %s, but measured by short forks in %s"
                .formatted(
                    before.isSustained() ? baseline : contender,
                    before.isSustained() ? contender : baseline));
  }

  private static Optional<String> fault(String name, CaseSummary measured) {
    if (measured == null) {
      return Optional.of("not part of " + name);
    }
    if (measured.isValid()) {
      return Optional.empty();
    }
    String reasons = String.join("; ", measured.reasons());
    return Optional.of("%s in %s: %s".formatted(measured.state(), name, reasons));
  }

  private static Optional<State> state(CaseSummary measured) {
    return Optional.ofNullable(measured).map(CaseSummary::state);
  }

  private static String label(Key key) {
    StringBuilder label = new StringBuilder(key.spec());
    if (!key.backend().isEmpty()) {
      label.append(" on ").append(Contest.name(key, Ceilings.hostDevice(key.device())));
    }
    boolean host = Ceilings.hostDevice(key.device()).equals("cpu");
    label.append(host ? ", %d thr".formatted(key.threads()) : ", " + key.device());
    return label.append(", %s, %s".formatted(key.cache(), key.fill())).toString();
  }
}
