package assay.reports.summary;

import assay.probe.Reading;
import assay.probe.energy.Cover;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.Telemetry.EnergyUse;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What tells the energy of a case, and what of the machine it covers. Joules of a package and
 * joules behind a plug are not to be compared.
 *
 * @param host whether the case ran on the host's processor
 * @param part of its device's channels; "" on the host
 */
public record Meter(boolean host, String part) {

  /** What only the host has, and not a device in it. */
  private static final Set<Scope> OF_HOST =
      EnumSet.of(Scope.CORE, Scope.PACKAGE, Scope.UNCORE, Scope.MACHINE);

  private static final String HOST_INCLUDED = ", the host included";

  public static Meter of(RunRecord run, CaseRecord measured) {
    return of(run.accelerator(measured.key().device()));
  }

  private static Meter of(Optional<RunRecord.Accelerator> device) {
    return new Meter(device.isEmpty(), device.map(RunRecord.Accelerator::part).orElse(""));
  }

  /** The uses of a fork whose sum is its energy. */
  public List<EnergyUse> headline(ForkRecord fork) {
    if (fork.telemetry() == null) {
      return List.of();
    }
    List<EnergyUse> uses = fork.telemetry().energies();
    List<Channel> chosen = cover(uses).channels();
    return uses.stream().filter(each -> chosen.contains(each.channel())).toList();
  }

  /** Whether a channel tells of the part that the case ran on, and not of others beside it. */
  public boolean owns(Channel channel) {
    return host ? OF_HOST.contains(channel.scope()) : part.equals(channel.part());
  }

  /** The channels that are added up, of these. */
  public List<Channel> headline(List<Channel> channels) {
    return Cover.headline(channels, host, part).channels();
  }

  private Cover.Headline cover(List<EnergyUse> uses) {
    return Cover.headline(uses.stream().map(EnergyUse::channel).toList(), host, part);
  }

  /**
   * {@code package}, {@code 2 × package}, {@code wall}; what the reading names as its source where
   * no channel is recorded; empty where there is no energy.
   */
  public Optional<String> scope(ForkRecord fork) {
    if (!(fork.hardware().get(ForkRecord.ENERGY)
        instanceof Reading.Present<Double>(Double joules, String unit, String source))) {
      return Optional.empty();
    }
    if (fork.telemetry() == null || headline(fork).isEmpty()) {
      return Optional.of(source);
    }
    Cover.Headline cover = cover(fork.telemetry().energies());
    Map<String, Long> scopes =
        cover.channels().stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.scope().name().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.counting()));
    String names =
        scopes.entrySet().stream()
            .map(each -> (each.getValue() > 1 ? each.getValue() + " × " : "") + each.getKey())
            .collect(Collectors.joining(" + "));
    return Optional.of(names + (cover.covers().endsWith(HOST_INCLUDED) ? HOST_INCLUDED : ""));
  }

  /** Of all forks that tell energy; several where they differ. */
  public List<String> scopes(CaseRecord measured) {
    List<String> scopes =
        measured.forks().stream()
            .filter(fork -> fork.outcome().isEmpty())
            .flatMap(fork -> scope(fork).stream())
            .distinct()
            .toList();
    return scopes.isEmpty()
            && measured.energy() instanceof Reading.Present<Double>(Double v, String u, String s)
        ? List.of(s)
        : scopes;
  }
}
