package assay.bench.run;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.Ceiling;
import assay.reports.record.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/** When right results come with times that are not to be believed. */
final class TrustRules {

  /** Ceilings are best of few samples, so a kernel may pass one by the noise of both. */
  static final double CEILING_MARGIN = 1.10;

  /** Interquartile range over median of all iterations. A quiet machine stays below 0.05. */
  static final double STEADY_SPREAD = 0.35;

  /**
   * Ticks are 10 ms, so a quick fork sees some tens of them; a share below this may be one tick.
   */
  static final double FOREIGN_SHARE = 0.30;

  /**
   * Taken by the hypervisor: unlike other programs' time it was taken from this very case, evenly
   * enough at times to look steady.
   */
  static final double STOLEN_SHARE = 0.20;

  /** Formats whose products are float32 multiply-adds; the others may use wider integer units. */
  private static final Set<String> FLOAT_FORMATS = Set.of("f32", "f64");

  private TrustRules() {}

  static CaseRecord apply(CaseRecord one, List<Ceiling> ceilings) {
    if (one.status().state() != State.VALID) {
      return one;
    }
    double[] nanos = nanosPerOp(one);
    if (nanos.length == 0) {
      return one;
    }
    List<String> reasons = new ArrayList<>();
    aboveCeiling(one, nanos[0], ceilings, reasons);
    unsteady(nanos, reasons);
    disturbed(one, reasons);
    return reasons.isEmpty() ? one : mistrusted(one, reasons);
  }

  private static double[] nanosPerOp(CaseRecord one) {
    return one.forks().stream()
        .flatMap(fork -> fork.iterations().stream())
        .mapToDouble(ForkRecord.Iteration::nanosPerOp)
        .sorted()
        .toArray();
  }

  private static void aboveCeiling(
      CaseRecord one, double bestNanos, List<Ceiling> ceilings, List<String> reasons) {
    CaseRecord.Work work = one.work();
    if (FLOAT_FORMATS.contains(work.storedFormat()) && !work.operation().equals("DEQUANT")) {
      check(one, "fma.f32", work.flops() / bestNanos * 1e9, "flop/s", ceilings, reasons);
    }
    if (one.key().cache().equals("cold")) {
      check(one, "read.memory", work.bytes() / bestNanos * 1e9, "B/s", ceilings, reasons);
    }
  }

  private static void check(
      CaseRecord one,
      String id,
      double reached,
      String unit,
      List<Ceiling> ceilings,
      List<String> reasons) {
    OptionalDouble limit =
        ceilings.stream()
            .filter(ceiling -> ceiling.id().equals(id))
            .filter(ceiling -> ceiling.device().equals(one.key().device()))
            .filter(ceiling -> ceiling.threads() >= one.key().threads())
            .flatMap(ceiling -> ceiling.best().asOptional().stream())
            .mapToDouble(Double::doubleValue)
            .max();
    if (limit.isPresent() && reached > limit.getAsDouble() * CEILING_MARGIN) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "above a physical ceiling: %.3g %s is more than %s, measured as %.3g",
              reached,
              unit,
              id,
              limit.getAsDouble()));
    }
  }

  private static void unsteady(double[] sorted, List<String> reasons) {
    double spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
    if (sorted.length >= 4 && spread > STEADY_SPREAD) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "unsteady: half of the iterations differ by more than %.0f %% of the median",
              100 * spread));
    }
  }

  private static void disturbed(CaseRecord one, List<String> reasons) {
    double foreign = largest(one, "cpu.foreign");
    if (foreign > FOREIGN_SHARE) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "disturbed: other programs took up to %.0f %% of this machine's CPU time",
              100 * foreign));
    }
    double stolen = largest(one, "cpu.steal");
    if (stolen > STOLEN_SHARE) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "disturbed: the hypervisor gave up to %.0f %% of this machine's CPU time to others",
              100 * stolen));
    }
    if (largest(one, "throttle.events") > 0) {
      reasons.add("throttled: the processor slowed down for heat while it was measured");
    }
  }

  private static double largest(CaseRecord one, String quantity) {
    return one.forks().stream()
        .map(fork -> fork.hardware().get(quantity))
        .filter(Objects::nonNull)
        .flatMap(reading -> reading.asOptional().stream())
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static CaseRecord mistrusted(CaseRecord one, List<String> reasons) {
    return new CaseRecord(
        one.id(),
        one.key(),
        one.origins(),
        one.work(),
        new Status(State.MISTRUSTED, reasons),
        one.execution(),
        one.forks(),
        one.accuracy(),
        one.energy());
  }
}
