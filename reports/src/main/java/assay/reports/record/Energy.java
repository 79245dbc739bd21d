package assay.reports.record;

import assay.probe.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the forks of a case tell of its energy. */
public final class Energy {

  private Energy() {}

  /** Joules per operation, mean of the forks, or why one of them does not know. */
  public static Reading<Double> of(List<ForkRecord> forks) {
    return mean(forks, ForkRecord::joulesPerOp);
  }

  /** The same above idle. */
  public static Reading<Double> netOf(List<ForkRecord> forks) {
    return mean(forks, ForkRecord::netJoulesPerOp);
  }

  private static Reading<Double> mean(
      List<ForkRecord> forks, Function<ForkRecord, Reading<Double>> which) {
    List<Reading<Double>> all =
        forks.stream().filter(fork -> fork.outcome().isEmpty()).map(which).toList();
    Optional<Reading<Double>> missing =
        all.stream().filter(each -> each.asOptional().isEmpty()).findFirst();
    if (all.isEmpty() || missing.isPresent()) {
      return missing.orElse(Reading.unavailable("energy was not measured in this run"));
    }
    double mean = all.stream().mapToDouble(each -> each.asOptional().get()).average().orElse(0);
    return all.getFirst() instanceof Reading.Present<Double>(Double one, String unit, String source)
        ? Reading.of(mean, unit, source)
        : all.getFirst();
  }

  /** Why a case has none; empty when it has one. */
  public static Optional<String> reason(CaseRecord of) {
    return of.energy() instanceof Reading.Unavailable<Double>(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }
}
