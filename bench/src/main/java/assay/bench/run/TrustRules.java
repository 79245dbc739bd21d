package assay.bench.run;

import assay.probe.ClockReason;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.ForkRecord;
import assay.reports.statistics.Quantiles;
import assay.reports.statistics.Steadiness;
import assay.reports.summary.Ceilings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** When right results come with times that are not to be believed. */
final class TrustRules {

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

  /** Half a per cent is usual: the operation of each batch that is waited for by itself. */
  static final double WAITING_SHARE = 0.02;

  /** A host that is busy with it for longer is what was measured. */
  static final double ENQUEUEING_SHARE = 0.5;

  /** Some task waiting for a page to be freed: the machine is short of memory. */
  static final double STALLED_SHARE = 0.10;

  /** Errors that nothing put right: EDAC's ue, PCIe's fatal and non-fatal ones, ECC's lost ones. */
  private static final Pattern LOST = Pattern.compile("ue_count$|/(non)?fatal$|uncorrected");

  private TrustRules() {}

  static CaseRecord apply(CaseRecord one, Ceilings ceilings) {
    if (one.status().state() != State.VALID) {
      return one;
    }
    double[] nanos = nanosPerOp(one);
    if (nanos.length == 0) {
      return one;
    }
    List<String> reasons = new ArrayList<>();
    ceilings.physicalFault(one).ifPresent(reasons::add);
    boolean sustained = SustainedTrust.isOf(one);
    if (!sustained) {
      unsteady(nanos, reasons);
      unsteadyForks(one, reasons);
    }
    List<String> ofHost = sustained ? SustainedTrust.disturbances(one) : disturbances(one);
    boolean alone = isDeviceAlone(one);
    if (!alone) {
      reasons.addAll(ofHost);
    }
    faults(one, reasons);
    if (!sustained) {
      heldDown(one, reasons);
    }
    lostBits(one, reasons);
    if (!reasons.isEmpty()) {
      return with(one, new Status(State.MISTRUSTED, reasons), one.forks());
    }
    return alone && !ofHost.isEmpty() ? withoutLatencies(one, ofHost) : one;
  }

  /**
   * Whether the host had no part in the times worth naming, so that whoever kept it busy had none
   * either.
   */
  private static boolean isDeviceAlone(CaseRecord one) {
    return !one.forks().isEmpty()
        && one.forks().stream()
            .allMatch(fork ->
                isAtMost(fork, "host.waiting.share", WAITING_SHARE)
                    && isAtMost(fork, "host.enqueueing.share", ENQUEUEING_SHARE));
  }

  private static boolean isAtMost(ForkRecord fork, String quantity, double limit) {
    Reading<Double> reading = fork.hardware().get(quantity);
    return reading != null && reading.asOptional().filter(share -> share <= limit).isPresent();
  }

  /** An operation that is waited for by itself is done when the host has noticed. */
  private static CaseRecord withoutLatencies(CaseRecord one, List<String> ofHost) {
    Reading<Double> reason = Reading.unavailable("not kept: " + String.join("; ", ofHost));
    return with(
        one, one.status(), one.forks().stream().map(fork -> withoutLatency(fork, reason)).toList());
  }

  private static ForkRecord withoutLatency(ForkRecord fork, Reading<Double> reason) {
    Map<String, Reading<Double>> hardware = new TreeMap<>(fork.hardware());
    hardware.put(ForkRecord.LATENCY, reason);
    return new ForkRecord(
        fork.round(),
        fork.startedAt(),
        fork.prepareNanos(),
        fork.warmup(),
        fork.iterations(),
        null,
        hardware,
        fork.outcome(),
        fork.telemetry(),
        fork.sustained());
  }

  private static CaseRecord with(CaseRecord one, Status status, List<ForkRecord> forks) {
    return new CaseRecord(
        one.id(),
        one.key(),
        one.origins(),
        one.work(),
        status,
        one.execution(),
        forks,
        one.accuracy(),
        one.energy(),
        one.netEnergy());
  }

  private static double[] nanosPerOp(CaseRecord one) {
    return one.forks().stream()
        .flatMapToDouble(fork -> Arrays.stream(nanosPerOp(fork)))
        .sorted()
        .toArray();
  }

  /** Of iterations that enter the figures: what is left out cannot make them unsteady. */
  private static double[] nanosPerOp(ForkRecord fork) {
    return fork.iterations().stream()
        .filter(ForkRecord.Iteration::isUsable)
        .mapToDouble(ForkRecord.Iteration::nanosPerOp)
        .toArray();
  }

  private static void unsteady(double[] sorted, List<String> reasons) {
    double spread =
        (Quantiles.of(sorted, 0.75) - Quantiles.of(sorted, 0.25)) / Quantiles.of(sorted, 0.5);
    if (sorted.length >= 4 && spread > STEADY_SPREAD) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "unsteady: half of the iterations differ by more than %.0f %% of the median",
              100 * spread));
    }
  }

  /** One fork of many may meet a neighbour; when half of them do it, it is the case's own way. */
  private static void unsteadyForks(CaseRecord one, List<String> reasons) {
    List<String> faults =
        one.forks().stream().flatMap(fork -> Steadiness.fault(nanosPerOp(fork)).stream()).toList();
    if (!faults.isEmpty() && 2 * faults.size() >= one.forks().size()) {
      reasons.add(
          "unsteady: in %d of %d forks; in the first of these %s"
              .formatted(faults.size(), one.forks().size(), faults.getFirst()));
    }
  }

  /** Of the host's processor. */
  private static List<String> disturbances(CaseRecord one) {
    List<String> reasons = new ArrayList<>();
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
    double waiting = memoryStalledShare(one);
    if (waiting > STALLED_SHARE) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "disturbed: tasks waited for memory to become free in up to %.0f %% of the time",
              100 * waiting));
    }
    if (largest(one, "throttle.events") > 0) {
      reasons.add("throttled: the processor slowed down for heat while it was measured");
    }
    return reasons;
  }

  private static double memoryStalledShare(CaseRecord one) {
    return one.forks().stream()
        .mapToDouble(fork -> {
          double seconds =
              fork.iterations().stream().mapToLong(ForkRecord.Iteration::nanos).sum() * 1e-9;
          Reading<Double> stalled = fork.hardware().get("memory.stalled");
          return stalled == null || seconds == 0 ? 0 : stalled.asOptional().orElse(0.0) / seconds;
        })
        .max()
        .orElse(0);
  }

  /** What counts errors says where and how bad: corrected ones are shown, others doubt the case. */
  private static void faults(CaseRecord one, List<String> reasons) {
    one.forks().stream()
        .flatMap(fork -> fork.hardware().entrySet().stream())
        .filter(each -> LOST.matcher(each.getKey()).find())
        .filter(each -> each.getValue().asOptional().orElse(0.0) > 0)
        .map(each ->
            String.format(
                Locale.ROOT,
                "faulty hardware: %s counted %.0f while it was measured",
                each.getKey(),
                each.getValue().asOptional().orElseThrow()))
        .distinct()
        .forEach(reasons::add);
  }

  /**
   * A device's clock below what it could be. Its driver counts the time of most reasons; of others
   * it is known only whether they held at the moments when it was asked.
   */
  private static void heldDown(CaseRecord one, List<String> reasons) {
    for (ClockReason reason : ClockReason.values()) {
      double share = largest(one, "gpu.throttle.share." + reason.id());
      if (reason.isDisturbance() && share > 0) {
        reasons.add(
            "throttled: %s for %s of the measured time"
                .formatted(reason.sentence(), percent(share)));
      } else if (reason.isDisturbance() && largest(one, "gpu.throttle.seen." + reason.id()) > 0) {
        reasons.add("throttled: %s at an end of a measured window".formatted(reason.sentence()));
      }
    }
  }

  private static void lostBits(CaseRecord one, List<String> reasons) {
    double lost = largest(one, "gpu.ecc.lost");
    if (lost > 0) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "faulty memory: %.0f errors that ECC could not put right while it was measured",
              lost));
    }
  }

  private static String percent(double share) {
    return share < 0.001
        ? "less than 0.1 %"
        : String.format(Locale.ROOT, "up to %.1f %%", 100 * share);
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
}
