package assay.reports.judge;

import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one side costs against another, case by case.
 *
 * @param baseline name of the side that has ratio 1
 * @param contender name of the other side
 * @param inTurns whether the sides took turns inside each round, so that drift hit both alike
 * @param together all cases judged as one, then parts of them; empty unless in turns
 */
public record Comparison(
    String baseline,
    String contender,
    boolean inTurns,
    Rules rules,
    List<Row> rows,
    List<Together> together) {

  /**
   * One case; its own verdict is that of speed.
   *
   * @param label of the case, the sides' difference left out
   * @param shortLabel format and shape, for narrow places
   * @param traits what cases that go the same way may have in common
   * @param ratio as in {@link Judgement}, of speed; so are the next three
   * @param others the verdicts of the other metrics that both sides measured
   * @param baselineState empty when the baseline does not have the case; likewise the contender's
   */
  public record Row(
      String label,
      String shortLabel,
      String group,
      Traits traits,
      Optional<Interval> ratio,
      Optional<Double> detectable,
      Verdict verdict,
      String reason,
      List<Judgement> others,
      Optional<State> baselineState,
      Optional<State> contenderState) {

    /**
     * @param any side of the case
     */
    public static Row of(
        CaseSummary any,
        Judgement speed,
        List<Judgement> others,
        Optional<State> baselineState,
        Optional<State> contenderState) {
      return Versus.row(any.record().key(), any, speed, others, baselineState, contenderState);
    }

    /** Whether the baseline could do what the contender could not. */
    public boolean isLost() {
      return baselineState.equals(Optional.of(State.VALID))
          && !contenderState.equals(Optional.of(State.VALID));
    }

    /** Speed that was bought with errors is no speed-up. */
    public boolean lostAccuracy() {
      return others.stream()
          .anyMatch(each -> each.metric().isExact() && each.verdict() == Verdict.SLOWER);
    }

    /** The verdict for people. */
    public String words() {
      return verdict == Verdict.FASTER && lostAccuracy() ? "FASTER, WORSE" : verdict.words();
    }

    /** All verdicts, that of speed first. */
    public List<Judgement> judgements() {
      List<Judgement> all = new java.util.ArrayList<>();
      all.add(new Judgement(Metric.SPEED, verdict, ratio, detectable, reason));
      all.addAll(others);
      return List.copyOf(all);
    }
  }

  /** Two backends of one run over every case that both of them were asked for. */
  public static Comparison ofBackends(RunSummary run, String baseline, String contender) {
    Map<Key, CaseSummary> from = byTask(run, baseline);
    Map<Key, CaseSummary> to = byTask(run, contender);
    from.keySet().retainAll(to.keySet());
    to.keySet().retainAll(from.keySet());
    return new Versus(
            baseline, contender, Rules.DEFAULT, NoiseFloor.UNKNOWN, false, Comparability.ALIKE)
        .compare(from, to);
  }

  /** The same cases in two runs, whatever else differs; see {@link Comparability}. */
  public static Comparison ofRuns(RunSummary baseline, RunSummary contender) {
    return ofRuns(baseline, contender, Rules.DEFAULT, NoiseFloor.UNKNOWN, Comparability.ALIKE);
  }

  /**
   * @param noise of this machine, from a run against itself
   * @param differences of the runs that forbid comparing cases
   */
  public static Comparison ofRuns(
      RunSummary baseline,
      RunSummary contender,
      Rules rules,
      NoiseFloor noise,
      Comparability differences) {
    boolean turns = inTurns(baseline.run(), contender.run());
    return new Versus(
            name(baseline.run()),
            name(contender.run()),
            noise.raise(rules, turns),
            noise,
            turns,
            differences)
        .compare(byKey(baseline), byKey(contender));
  }

  public long count(Verdict verdict) {
    return rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** What changed, in as few findings as possible; largest first in each metric. */
  public List<Group> groups() {
    return Grouping.of(this);
  }

  /** Of all cases together; empty unless they were measured in turns. */
  public Optional<Together> family() {
    return together.stream().findFirst();
  }

  /** Over the cases that could be compared; empty without any. */
  public Optional<Double> medianRatio() {
    double[] ratios =
        rows.stream()
            .flatMap(row -> row.ratio().stream())
            .mapToDouble(Interval::estimate)
            .toArray();
    return ratios.length == 0 ? Optional.empty() : Optional.of(Quantiles.median(ratios));
  }

  private static String name(RunRecord run) {
    return run.invocation().id();
  }

  /**
   * Rounds of cases that one side lacks ran alone; the others ran beside each other all the same.
   */
  static boolean inTurns(RunRecord one, RunRecord other) {
    String turns = one.invocation().turns();
    return turns != null && Objects.equals(turns, other.invocation().turns());
  }

  private static Map<Key, CaseSummary> byKey(RunSummary run) {
    Map<Key, CaseSummary> found = new LinkedHashMap<>();
    run.cases().forEach(each -> found.put(each.record().key(), each));
    return found;
  }

  private static Map<Key, CaseSummary> byTask(RunSummary run, String backend) {
    Map<Key, CaseSummary> found = new LinkedHashMap<>();
    run.cases().stream()
        .filter(each -> each.backend().equals(backend))
        .forEach(each -> found.merge(withoutBackend(each), each, Comparison::faster));
    return found;
  }

  /** Of several variants of one backend, a user would ship the fastest. */
  private static CaseSummary faster(CaseSummary one, CaseSummary other) {
    double first = one.isValid() ? one.speed().orElseThrow().nanosPerOp().estimate() : 1e300;
    double second = other.isValid() ? other.speed().orElseThrow().nanosPerOp().estimate() : 1e300;
    return second < first ? other : one;
  }

  /** The task that several backends can be held to. */
  static Key withoutBackend(CaseSummary each) {
    Key key = each.record().key();
    return new Key(key.spec(), "", "", each.place().id(), key.threads(), key.cache(), key.fill());
  }
}
