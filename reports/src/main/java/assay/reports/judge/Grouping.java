package assay.reports.judge;

import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Group.Bound;
import assay.reports.judge.Group.Common;
import assay.reports.summary.Interval;
import assay.reports.summary.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says a hundred rows in a few sentences: the description that covers the most hits and hardly any
 * case that did not change is one finding; then the next, for what is left.
 */
final class Grouping {

  /** Of the cases that fit a description, at least so many must be hits. */
  private static final double PURITY = 0.75;

  private final List<Row> judged;
  private final Metric metric;
  private final double threshold;

  private final List<Together> told;

  private Grouping(List<Row> judged, Metric metric, double threshold, List<Together> told) {
    this.judged = judged;
    this.metric = metric;
    this.threshold = threshold;
    this.told = told;
  }

  private static Group group(Together told, List<Row> judged) {
    List<Hit> hits =
        judged.stream()
            .filter(told::covers)
            .map(row -> new Hit(row, judgement(row, Metric.SPEED).orElseThrow()))
            .toList();
    return new Group(
        Metric.SPEED,
        told.judgement().verdict() == Verdict.SLOWER,
        told.common(),
        hits,
        hits.size(),
        Optional.of(told));
  }

  /** Said already of the cases together. */
  private boolean isTold(Row row, Verdict verdict) {
    return told.stream()
        .anyMatch(each -> each.speaksFor(row) && each.judgement().verdict() == verdict);
  }

  /** Largest groups first; worse ones before better ones of a metric. */
  static List<Group> of(Comparison comparison) {
    List<Group> groups = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      List<Row> judged =
          comparison.rows().stream().filter(row -> judgement(row, metric).isPresent()).toList();
      List<Together> told =
          metric == Metric.SPEED ? Together.told(comparison.together()) : List.of();
      told.forEach(each -> groups.add(group(each, judged)));
      Grouping grouping = new Grouping(judged, metric, comparison.rules().threshold(metric), told);
      groups.addAll(grouping.groups(Verdict.SLOWER));
      groups.addAll(grouping.groups(Verdict.FASTER));
    }
    return List.copyOf(groups);
  }

  private static Optional<Judgement> judgement(Row row, Metric metric) {
    return row.judgements().stream()
        .filter(each -> each.metric() == metric && each.ratio().isPresent())
        .findFirst();
  }

  /**
   * When every operation takes longer, the longest do too: that is one finding, not two. A tail
   * that surely moved by what matters more than the mean did is one of its own.
   */
  private boolean followsSpeed(Row row, Judgement judgement) {
    if (judgement.metric() != Metric.P99 || row.verdict() != judgement.verdict()) {
      return false;
    }
    double speed = row.ratio().orElseThrow().estimate();
    Interval tail = judgement.ratio().orElseThrow();
    return judgement.verdict() == Verdict.SLOWER
        ? tail.high() > speed / threshold
        : tail.low() < speed * threshold;
  }

  private List<Group> groups(Verdict verdict) {
    List<Hit> left = new ArrayList<>();
    for (Row row : judged) {
      judgement(row, metric)
          .filter(each -> each.verdict() == verdict)
          .filter(each -> !followsSpeed(row, each))
          .filter(each -> !isTold(row, verdict))
          .ifPresent(each -> left.add(new Hit(row, each)));
    }
    List<Group> groups = new ArrayList<>();
    while (!left.isEmpty()) {
      Group next = widest(left, verdict);
      groups.add(next);
      left.removeAll(next.hits());
    }
    return groups;
  }

  /** The group of the most hits; of equal ones the simplest description. */
  private Group widest(List<Hit> left, Verdict verdict) {
    return descriptions(left).stream()
        .map(common -> group(common, left, verdict))
        .filter(group -> group.hits().size() >= PURITY * group.cases())
        .max(
            Comparator.comparingInt((Group group) -> group.hits().size())
                .thenComparingInt(group -> -group.cases())
                .thenComparingInt(group -> -group.common().conditions()))
        .filter(group -> group.hits().size() > 1)
        .orElseGet(() -> alone(left.getFirst(), verdict));
  }

  private Group group(Common common, List<Hit> left, Verdict verdict) {
    List<Hit> hits = left.stream().filter(hit -> common.fits(hit.row().traits())).toList();
    int cases = (int) judged.stream().filter(row -> common.fits(row.traits())).count();
    return new Group(metric, verdict == Verdict.SLOWER, common, hits, cases, Optional.empty());
  }

  private Group alone(Hit hit, Verdict verdict) {
    Traits traits = hit.row().traits();
    Common common =
        new Common(
            Optional.of(traits.backend()),
            Optional.of(traits.group()),
            Optional.of(traits.format()),
            Optional.empty());
    return new Group(metric, verdict == Verdict.SLOWER, common, List.of(hit), 1, Optional.empty());
  }

  /** Every combination of what some hit has, with at most one bound on a shape. */
  private static Set<Common> descriptions(List<Hit> hits) {
    Set<Common> all = new LinkedHashSet<>();
    for (Hit hit : hits) {
      Traits traits = hit.row().traits();
      for (int open = 0; open < 8; open++) {
        Common base =
            new Common(
                part(traits.backend(), open, 1),
                part(traits.group(), open, 2),
                part(traits.format(), open, 4),
                Optional.empty());
        all.add(base);
        traits
            .shape()
            .forEach((letter, value) -> {
              all.add(bounded(base, new Bound(letter, true, value)));
              all.add(bounded(base, new Bound(letter, false, value)));
            });
      }
    }
    return all;
  }

  private static Optional<String> part(String value, int open, int bit) {
    return (open & bit) != 0 ? Optional.empty() : Optional.of(value);
  }

  private static Common bounded(Common base, Bound bound) {
    return new Common(base.backend(), base.group(), base.format(), Optional.of(bound));
  }
}
