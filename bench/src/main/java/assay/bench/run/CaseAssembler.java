package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.bench.plan.PlannedCase;
import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.Energy;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes one case of the record from its plan and its forks. */
final class CaseAssembler {

  /** The state that says most about the case wins; a wrong result outranks everything. */
  private static final List<State> GRAVEST_FIRST =
      List.of(State.WRONG, State.CRASHED, State.TIMEOUT, State.UNSUPPORTED, State.MISTRUSTED);

  private CaseAssembler() {}

  /**
   * @param reports one a round, in the order of the rounds
   */
  static CaseRecord assemble(PlannedCase planned, List<ForkReport> reports) {
    return new CaseRecord(
        planned.id(),
        planned.key(),
        planned.origins(),
        planned.work(),
        status(planned, reports),
        first(reports.stream().map(ForkReport::execution)),
        reports.stream().map(ForkReport::fork).toList(),
        worst(reports),
        Energy.of(reports.stream().map(ForkReport::fork).toList()),
        Energy.netOf(reports.stream().map(ForkReport::fork).toList()));
  }

  private static Status status(PlannedCase planned, List<ForkReport> reports) {
    if (planned.isRefused()) {
      return new Status(State.UNSUPPORTED, List.of(planned.refusal()));
    }
    if (reports.isEmpty()) {
      return new Status(State.MISTRUSTED, List.of("not measured: the run was interrupted"));
    }
    for (State state : GRAVEST_FIRST) {
      List<String> reasons =
          reports.stream()
              .filter(report -> report.status().state() == state)
              .flatMap(report -> report.status().reasons().stream())
              .distinct()
              .toList();
      if (reports.stream().anyMatch(report -> report.status().state() == state)) {
        return new Status(state, reasons);
      }
    }
    return Status.VALID;
  }

  /**
   * Each fork checked the same sample, so the one furthest from the truth speaks for the case; the
   * whole result was looked at in some forks only, and what was found there must not be lost.
   */
  private static Accuracy worst(List<ForkReport> reports) {
    List<Accuracy> all =
        reports.stream().map(ForkReport::accuracy).filter(Objects::nonNull).toList();
    return all.stream()
        .max(
            Comparator.comparingLong(Accuracy::nonFinite)
                .thenComparingDouble(Accuracy::maxRelativeError))
        .map(
            worst -> worst.withChecks(freivalds(all), all.stream().allMatch(Accuracy::afterTiming)))
        .orElse(null);
  }

  /** A failure, else a pass, else why there is neither. */
  private static String freivalds(List<Accuracy> all) {
    return all.stream()
        .map(Accuracy::freivalds)
        .min(
            Comparator.comparingInt(
                text -> text.startsWith("failed") ? 0 : text.equals("passed") ? 1 : 2))
        .orElseThrow();
  }

  private static <T> T first(Stream<T> values) {
    return values.filter(Objects::nonNull).findFirst().orElse(null);
  }
}
