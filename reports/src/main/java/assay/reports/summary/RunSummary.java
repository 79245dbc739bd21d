package assay.reports.summary;

import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run with the figures of all its cases.
 *
 * @param backends ids in order of appearance
 */
public record RunSummary(
    RunRecord run, Ceilings ceilings, List<CaseSummary> cases, List<String> backends) {

  public static RunSummary of(RunRecord run) {
    Ceilings ceilings = new Ceilings(run);
    Spreads spreads = Spreads.of(run);
    Map<String, Place> places =
        run.cases().stream()
            .map(each -> each.key().device())
            .distinct()
            .collect(Collectors.toMap(Function.identity(), device -> Place.of(run, device)));
    List<CaseSummary> cases =
        // Each case has a seed of its own, so the order of work changes nothing.
        run.cases().parallelStream()
            .map(each ->
                CaseSummary.of(
                    each, places.get(each.key().device()), ceilings, spreads, Meter.of(run, each)))
            .toList();
    List<String> backends = cases.stream().map(CaseSummary::backend).distinct().toList();
    return new RunSummary(run, ceilings, cases, backends);
  }

  public List<CaseSummary> valid() {
    return cases.stream().filter(CaseSummary::isValid).toList();
  }

  /** The chips that cases ran on, or were to. */
  public List<Place> places() {
    return cases.stream().map(CaseSummary::place).distinct().toList();
  }

  /** Valid cases by {@link CaseSummary#group()}, groups in order of appearance. */
  public Map<String, List<CaseSummary>> groups() {
    return valid().stream()
        .collect(
            Collectors.groupingBy(CaseSummary::group, LinkedHashMap::new, Collectors.toList()));
  }

  /** The backend, and of its settings those that differ within this run: {@code vector, 1 thr}. */
  public String who(CaseSummary each) {
    Key key = each.record().key();
    StringBuilder who = new StringBuilder(key.backend());
    append(who, key.variant(), Key::variant);
    if (!key.device().equals(each.place().id())) {
      append(who, key.device(), Key::device);
    } else if (!each.place().isHost() && hasSeveralAccelerators()) {
      who.append(", ").append(each.place().id());
    }
    return who + settings(each);
  }

  /** Of what makes one shape several tasks, that which differs within this run: {@code , real}. */
  public String settings(CaseSummary each) {
    Key key = each.record().key();
    StringBuilder settings = new StringBuilder();
    if (each.place().isHost() && hasSeveralTeams()) {
      settings.append(", %d thr".formatted(key.threads()));
    }
    append(settings, key.cache(), Key::cache);
    append(settings, key.fill(), Key::fill);
    return settings.toString();
  }

  private boolean hasSeveralAccelerators() {
    return places().stream().filter(place -> !place.isHost()).count() > 1;
  }

  private boolean hasSeveralTeams() {
    return valid().stream()
            .filter(each -> each.place().isHost())
            .map(each -> each.record().key().threads())
            .distinct()
            .count()
        > 1;
  }

  private void append(StringBuilder who, String text, Function<Key, Object> setting) {
    if (!text.isEmpty()
        && valid().stream().map(each -> setting.apply(each.record().key())).distinct().count()
            > 1) {
      who.append(", ").append(text);
    }
  }

  public Map<State, Long> states() {
    return cases.stream()
        .collect(Collectors.groupingBy(CaseSummary::state, TreeMap::new, Collectors.counting()));
  }

  /** Whether a case of it tells what an operation costs in energy. */
  public boolean tellsEnergy() {
    return cases.stream().anyMatch(each -> each.energy().isPresent());
  }
}
