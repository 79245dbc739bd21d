package assay.reports.summary;

import assay.reports.record.CaseRecord.Key;
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

  /** What the data says about the contender. */
  public enum Verdict {
    FASTER,
    SLOWER,
    UNCLEAR,
    NOT_COMPARABLE
  }

  /**
   * @param label of the case, the sides' difference left out
   * @param shortLabel format and shape, for narrow places
   * @param ratio baseline's time over contender's, above 1 when the contender is faster
   * @param reason for UNCLEAR and NOT_COMPARABLE
   */
  public record Row(
      String label,
      String shortLabel,
      String group,
      Optional<Interval> ratio,
      Verdict verdict,
      String reason) {}

  /** Two backends of one run over every case that either of them was asked for. */
  public static Comparison ofBackends(RunSummary run, String baseline, String contender) {
    return of(
        baseline,
        contender,
        byKey(run, baseline, Optional.of("")),
        byKey(run, contender, Optional.of("")));
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

  private static Key withoutBackend(Key key) {
    String device = Ceilings.hostDevice(key.device());
    return new Key(key.spec(), "", "", device, key.threads(), key.cache(), key.fill());
  }

  private static Comparison of(
      String baseline, String contender, Map<Key, CaseSummary> from, Map<Key, CaseSummary> to) {
    Map<Key, CaseSummary> all = new LinkedHashMap<>(from);
    to.forEach(all::putIfAbsent);
    List<Row> rows = new ArrayList<>();
    all.forEach((key, any) ->
        rows.add(
            new Pair(key, any, side(baseline, from.get(key)), side(contender, to.get(key))).row()));
    return new Comparison(baseline, contender, List.copyOf(rows));
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
  }

  private static Side side(String name, CaseSummary measured) {
    return new Side(name, measured);
  }

  /** One case on both sides; {@code any} is the side that has it. */
  private record Pair(Key key, CaseSummary any, Side baseline, Side contender) {

    Row row() {
      Optional<String> fault = baseline.fault().or(contender::fault);
      if (fault.isPresent()) {
        return row(Optional.empty(), Verdict.NOT_COMPARABLE, fault.get());
      }
      ForkSamples from = ForkSamples.of(baseline.measured().record());
      ForkSamples to = ForkSamples.of(contender.measured().record());
      long seed = Speed.seed(baseline.measured().record());
      Interval ratio = Bootstrap.speedRatio(to, from, seed);
      if (Math.min(from.forks(), to.forks()) < 2) {
        String reason = "one fork says nothing about the spread between forks; run at least two";
        return row(Optional.of(ratio), Verdict.UNCLEAR, reason);
      }
      return row(Optional.of(ratio), verdict(ratio), unclear(ratio));
    }

    private Row row(Optional<Interval> ratio, Verdict verdict, String reason) {
      Shape shape = any.shape();
      String operation = shape.operation().equals("matmul") ? "" : shape.operation() + " ";
      String brief = operation + any.format() + " " + shape.label();
      return new Row(label(key), brief, shape.group(), ratio, verdict, reason);
    }
  }

  private static Verdict verdict(Interval ratio) {
    return ratio.low() > 1 ? Verdict.FASTER : ratio.high() < 1 ? Verdict.SLOWER : Verdict.UNCLEAR;
  }

  private static String unclear(Interval ratio) {
    return verdict(ratio) == Verdict.UNCLEAR ? "the interval holds 1" : "";
  }

  private static String label(Key key) {
    StringBuilder label = new StringBuilder(key.spec());
    if (!key.backend().isEmpty()) {
      label.append(" on ").append(key.backend());
    }
    if (!key.variant().isEmpty()) {
      label.append(" (").append(key.variant()).append(')');
    }
    return label
        .append(", %d thr, %s, %s".formatted(key.threads(), key.cache(), key.fill()))
        .toString();
  }
}
