package assay.reports.summary;

import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.Telemetry.EnergyUse;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an operation of a case costs in energy.
 *
 * @param scope what of the machine it covers; only equal ones compare
 * @param method {@code counter}, {@code integrated}, both, or "" where nobody recorded it
 * @param joulesPerOp idle included: geometric mean over forks; the interval is that of the forks
 *     and of the sensor together
 * @param netJoulesPerOp above idle
 * @param secondsPerOp what it takes in time
 */
public record EnergySummary(
    String scope,
    String method,
    Interval joulesPerOp,
    Reading<Interval> netJoulesPerOp,
    double secondsPerOp) {

  /**
   * @param spread of the logarithms of the forks' joules per operation
   */
  static Reading<EnergySummary> of(
      CaseRecord measured, Meter meter, Optional<Spread> spread, Optional<Speed> speed) {
    if (measured.energy() instanceof Reading.Unavailable<Double>(String reason)) {
      return Reading.unavailable(reason);
    }
    if (spread.isEmpty() || speed.isEmpty()) {
      return Reading.unreadable("its energy is no positive number");
    }
    List<String> scopes = meter.scopes(measured);
    if (scopes.size() > 1) {
      return Reading.unreadable(
          "its forks tell energy of different scopes: " + String.join("; ", scopes));
    }
    String scope = scopes.isEmpty() ? "" : scopes.getFirst();
    List<ForkRecord> forks =
        measured.forks().stream().filter(fork -> fork.outcome().isEmpty()).toList();
    String method =
        forks.stream()
            .flatMap(fork -> meter.headline(fork).stream())
            .map(EnergyUse::method)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    return Reading.of(
        new EnergySummary(
            scope,
            method,
            widened(interval(spread.get()), forks, meter, EnergyUse::watts),
            net(forks, meter),
            speed.get().nanosPerOp().estimate() * 1e-9),
        "J",
        scope);
  }

  private static Reading<Interval> net(List<ForkRecord> forks, Meter meter) {
    List<Reading<Double>> all = forks.stream().map(ForkRecord::netJoulesPerOp).toList();
    Optional<Reading<Double>> missing = all.stream().filter(each -> !each.isPresent()).findFirst();
    if (all.isEmpty() || missing.isPresent()) {
      return missing
          .map(each -> each.map(never -> (Interval) null))
          .orElse(Reading.unavailable("energy above idle was not measured in this run"));
    }
    double[] values = all.stream().mapToDouble(each -> each.asOptional().get()).toArray();
    return Reading.of(
        widened(interval(Spread.ofLogarithms(values)), forks, meter, EnergyUse::netWatts),
        "J",
        "above idle");
  }

  private static Interval interval(Spread spread) {
    double reach =
        spread.isKnown() ? Student.quantile(0.975, spread.degrees()) * spread.error() : 0;
    return Interval.ofLogarithm(spread.mean(), reach);
  }

  /** More forks do not make a sensor any better. */
  private static Interval widened(
      Interval forks,
      List<ForkRecord> all,
      Meter meter,
      Function<EnergyUse, Reading<Estimate>> which) {
    double low = 1;
    double high = 1;
    for (ForkRecord fork : all) {
      List<Estimate> parts =
          meter.headline(fork).stream()
              .map(which)
              .filter(Objects::nonNull)
              .flatMap(each -> each.asOptional().stream())
              .toList();
      double watts = parts.stream().mapToDouble(Estimate::value).sum();
      if (watts > 0) {
        low = Math.min(low, parts.stream().mapToDouble(Estimate::low).sum() / watts);
        high = Math.max(high, parts.stream().mapToDouble(Estimate::high).sum() / watts);
      }
    }
    return new Interval(Math.max(0, forks.low() * low), forks.estimate(), forks.high() * high);
  }

  public double operationsPerJoule() {
    return 1 / joulesPerOp.estimate();
  }

  /** J·s: of two ways that take equal energy the faster one is better. */
  public double energyDelayProduct() {
    return joulesPerOp.estimate() * secondsPerOp;
  }

  /** {@code 99.4 mJ (package)}: never without what it covers, as long as anybody knows. */
  public String text() {
    String joules = Units.si(joulesPerOp.estimate(), "J");
    return scope.isEmpty() ? joules : "%s (%s)".formatted(joules, scope);
  }

  /** Cases that tell their energy, by what it covers. */
  public static Map<String, List<CaseSummary>> byScope(List<CaseSummary> cases) {
    return cases.stream()
        .filter(each -> each.energy().isPresent())
        .collect(
            Collectors.groupingBy(
                each -> each.energy().asOptional().orElseThrow().scope(),
                java.util.LinkedHashMap::new,
                Collectors.toList()));
  }
}
