package assay.reports.summary;

import assay.probe.Reading;
import assay.probe.energy.CrossCheck;
import assay.probe.energy.Estimate;
import assay.reports.record.ForkRecord;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import assay.reports.record.Telemetry;
import assay.reports.record.Telemetry.EnergyUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a run knows of its energy, in sentences; one where there is nothing to know. */
public final class EnergyWords {

  /** So many reasons are read; the record has them all. */
  private static final int MOST_REASONS = 3;

  private EnergyWords() {}

  public static List<String> of(RunSummary summary) {
    List<Telemetry> seen = telemetry(summary.run()).toList();
    List<String> words = new ArrayList<>();
    long told = summary.cases().stream().filter(each -> each.energy().isPresent()).count();
    if (told == 0) {
      words.add(none(summary));
    } else {
      words.add(
          "%d of %d cases tell their energy; what the sensors cover stands beside it, and only equal coverage is compared."
              .formatted(told, summary.cases().size()));
    }
    summary.run().idle().forEach(look -> rest(look).forEach(words::add));
    disagreements(seen).forEach(words::add);
    cost(seen).ifPresent(words::add);
    return words;
  }

  private static Stream<Telemetry> telemetry(RunRecord run) {
    return run.cases().stream()
        .flatMap(each -> each.forks().stream())
        .map(ForkRecord::telemetry)
        .filter(Objects::nonNull);
  }

  private static String none(RunSummary summary) {
    Set<String> reasons = new LinkedHashSet<>();
    summary.cases().forEach(each -> reasons.add(Reading.why(each.energy())));
    List<String> all = reasons.stream().filter(each -> !each.isEmpty()).toList();
    String why = String.join("; ", all.subList(0, Math.min(MOST_REASONS, all.size())));
    return "No case tells its energy%s."
        .formatted(
            why.isEmpty() ? "" : ": " + why + (all.size() > MOST_REASONS ? "; and more" : ""));
  }

  private static List<String> rest(Idle look) {
    return look.powers().stream()
        .map(power ->
            "At rest %s the forks, %s tells %s."
                .formatted(
                    look.when(),
                    power.channel().id(),
                    power.watts() instanceof Reading.Present<Estimate>(Estimate watts, var u, var s)
                        ? "%s (%s to %s)"
                            .formatted(
                                Units.si(watts.value(), "W"),
                                Units.si(watts.low(), "W"),
                                Units.si(watts.high(), "W"))
                        : "no power: " + Reading.why(power.watts())))
        .toList();
  }

  private static List<String> disagreements(List<Telemetry> seen) {
    Set<String> found = new LinkedHashSet<>();
    for (Telemetry fork : seen) {
      for (EnergyUse use : fork.energies()) {
        use.checked()
            .asOptional()
            .filter(CrossCheck::isDisagreement)
            .ifPresent(ratio ->
                found.add(
                    String.format(
                        Locale.ROOT,
                        "%s counts %.2f times what its power integrates to: one of them is wrong.",
                        use.channel().id(),
                        ratio)));
      }
    }
    return found.stream().limit(MOST_REASONS).toList();
  }

  private static java.util.Optional<String> cost(List<Telemetry> seen) {
    double[] shares =
        seen.stream()
            .flatMap(each -> each.cost().asOptional().stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return shares.length == 0
        ? java.util.Optional.empty()
        : java.util.Optional.of(
            "Asking the sensors took %s of all cores' time in the median fork."
                .formatted(Units.percent(shares[shares.length / 2])));
  }
}
