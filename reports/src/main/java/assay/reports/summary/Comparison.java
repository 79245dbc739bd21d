package assay.reports.summary;

import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Speed of one side against another, case by case.
 *
 * @param baseline name of the side that has ratio 1
 * @param contender name of the other side
 */
public record Comparison(String baseline, String contender, List<Row> rows) {

  /** What the data says about the contender; SAME when it surely differs by less than matters. */
  public enum Verdict {
    FASTER,
    SLOWER,
    SAME,
    UNCLEAR,
    NOT_COMPARABLE
  }

  /** A difference in speed below this matters to nobody. */
  public static final double THRESHOLD = 1.02;

  /**
   * With fewer forks a side no ranking of them is rarer than one in twenty, and a JIT that has two
   * ways of compiling a loop may show one way on each side by chance; such ways differ by less than
   * {@link #COARSE_THRESHOLD}.
   */
  public static final int ENOUGH_FORKS = 4;

  public static final double COARSE_THRESHOLD = 1.5;

  /** Of the rows that are called FASTER or SLOWER, the share that is expected to be wrong. */
  static final double FALSE_DISCOVERIES = 0.05;

  /**
   * @param label of the case, the sides' difference left out
   * @param shortLabel format and shape, for narrow places
   * @param ratio baseline's time over contender's, above 1 when the contender is faster; empty when
   *     a side has fewer than two forks
   * @param detectable the smallest ratio that this data would have told four times in five, were it
   *     the only one that differs
   * @param reason for UNCLEAR and NOT_COMPARABLE
   * @param baselineState empty when the baseline does not have the case; likewise the contender's
   */
  public record Row(
      String label,
      String shortLabel,
      String group,
      Optional<Interval> ratio,
      Optional<Double> detectable,
      Verdict verdict,
      String reason,
      Optional<State> baselineState,
      Optional<State> contenderState) {

    /** Whether the baseline could do what the contender could not. */
    public boolean isLost() {
      return baselineState.equals(Optional.of(State.VALID))
          && !contenderState.equals(Optional.of(State.VALID));
    }
  }

  /** How verdicts are made, for readers. */
  public static final String RULE =
      ("FASTER and SLOWER: the 95 %% interval (Welch's t test on the logarithms of fork means) lies"
              + " beyond %s, with fewer than %d forks a side beyond %s, and at most one in twenty of"
              + " these verdicts is expected to be wrong (Benjamini-Hochberg). SAME: it lies within"
              + " %s. \"Could see\" is the smallest change that such data would have told four times"
              + " in five, were it the only one.")
          .formatted(
              Units.ratio(THRESHOLD),
              ENOUGH_FORKS,
              Units.ratio(COARSE_THRESHOLD),
              Units.ratio(THRESHOLD));

  /** Two backends of one run over every case that both of them were asked for. */
  public static Comparison ofBackends(RunSummary run, String baseline, String contender) {
    Map<Key, CaseSummary> from = byKey(run, baseline, Optional.of(""));
    Map<Key, CaseSummary> to = byKey(run, contender, Optional.of(""));
    from.keySet().retainAll(to.keySet());
    to.keySet().retainAll(from.keySet());
    return of(baseline, contender, from, to);
  }

  /** The same cases in two runs; on different machines this compares the machines. */
  public static Comparison ofRuns(RunSummary baseline, RunSummary contender) {
    return of(
        name(baseline.run()),
        name(contender.run()),
        byKey(baseline, "", Optional.empty()),
        byKey(contender, "", Optional.empty()));
  }

  public long count(Verdict verdict) {
    return rows.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** Over the cases that could be compared; empty without any. */
  public Optional<Double> medianRatio() {
    double[] ratios =
        rows.stream()
            .flatMap(row -> row.ratio().stream())
            .mapToDouble(Interval::estimate)
            .toArray();
    return ratios.length == 0 ? Optional.empty() : Optional.of(Bootstrap.median(ratios));
  }

  private static String name(RunRecord run) {
    return run.invocation().id();
  }

  /** Keyed by everything that must agree; {@code sameBackend} stands in for what may differ. */
  private static Map<Key, CaseSummary> byKey(
      RunSummary run, String backend, Optional<String> sameBackend) {
    Map<Key, CaseSummary> found = new LinkedHashMap<>();
    for (CaseSummary each : run.cases()) {
      Key key = each.record().key();
      if (sameBackend.isEmpty()) {
        found.put(key, each);
      } else if (each.backend().equals(backend)) {
        found.merge(withoutBackend(key), each, Comparison::faster);
      }
    }
    return found;
  }

  /** Of several variants of one backend, a user would ship the fastest. */
  private static CaseSummary faster(CaseSummary one, CaseSummary other) {
    double first = one.isValid() ? one.speed().orElseThrow().nanosPerOp().estimate() : 1e300;
    double second = other.isValid() ? other.speed().orElseThrow().nanosPerOp().estimate() : 1e300;
    return second < first ? other : one;
  }

  /** The task that several backends can be held to. */
  static Key withoutBackend(Key key) {
    String device = Ceilings.hostDevice(key.device());
    return new Key(key.spec(), "", "", device, key.threads(), key.cache(), key.fill());
  }

  private static Comparison of(
      String baseline, String contender, Map<Key, CaseSummary> from, Map<Key, CaseSummary> to) {
    Map<Key, CaseSummary> all = new LinkedHashMap<>(from);
    to.forEach(all::putIfAbsent);
    List<Pair> pairs = new ArrayList<>();
    all.forEach((key, any) ->
        pairs.add(
            Pair.of(
                key, any, new Side(baseline, from.get(key)), new Side(contender, to.get(key)))));
    Duel.Family family =
        Duel.Family.of(pairs.stream().flatMap(pair -> pair.duel().stream()).toList());
    return new Comparison(
        baseline, contender, pairs.stream().map(pair -> pair.row(family)).toList());
  }

  private record Side(String name, CaseSummary measured) {
    Optional<String> fault() {
      if (measured == null) {
        return Optional.of("not part of " + name);
      }
      if (measured.isValid()) {
        return Optional.empty();
      }
      String reasons = String.join("; ", measured.reasons());
      return Optional.of("%s in %s: %s".formatted(measured.state(), name, reasons));
    }

    Optional<State> state() {
      return Optional.ofNullable(measured).map(CaseSummary::state);
    }
  }

  /**
   * One case on both sides; {@code any} is the side that has it.
   *
   * @param duel empty unless both are valid
   */
  private record Pair(
      Key key, CaseSummary any, Side baseline, Side contender, Optional<Duel> duel) {

    static Pair of(Key key, CaseSummary any, Side baseline, Side contender) {
      boolean valid = baseline.fault().isEmpty() && contender.fault().isEmpty();
      return new Pair(
          key,
          any,
          baseline,
          contender,
          valid
              ? Optional.of(Duel.of(baseline.measured(), contender.measured()))
              : Optional.empty());
    }

    Row row(Duel.Family family) {
      Shape shape = any.shape();
      String operation = shape.operation().equals("matmul") ? "" : shape.operation() + " ";
      String brief = operation + any.format() + " " + shape.label();
      return new Row(
          label(key),
          brief,
          shape.group(),
          duel.flatMap(Duel::ratio),
          duel.flatMap(each -> each.detectable(family)),
          duel.map(each -> each.verdict(family)).orElse(Verdict.NOT_COMPARABLE),
          duel.map(each -> each.reason(family))
              .orElseGet(() -> baseline.fault().or(contender::fault).orElseThrow()),
          baseline.state(),
          contender.state());
    }
  }

  private static String label(Key key) {
    StringBuilder label = new StringBuilder(key.spec());
    if (!key.backend().isEmpty()) {
      label.append(" on ").append(Contest.name(key));
    }
    return label
        .append(", %d thr, %s, %s".formatted(key.threads(), key.cache(), key.fill()))
        .toString();
  }
}
