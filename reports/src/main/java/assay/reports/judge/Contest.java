package assay.reports.judge;

import assay.reports.record.CaseRecord.Key;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.Place;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every task of one or several runs with all who were asked to do it, the fastest first. */
public record Contest(List<Task> tasks) {

  /**
   * One way of doing a task.
   *
   * @param name backend, and of variant, device and run what tells it apart
   * @param ratio its speed over the fastest one's; empty for that one and for what cannot be tested
   * @param detectable as in {@link Judgement}
   * @param verdict against the fastest one; empty for that one itself and for what is not valid
   */
  public record Entry(
      String name,
      CaseSummary measured,
      Optional<Interval> ratio,
      Optional<Double> detectable,
      Optional<Verdict> verdict) {

    public boolean isFastest() {
      return measured.isValid() && verdict.isEmpty();
    }

    /** In a word: {@code FASTEST}, the verdict or, of what is not valid, its state. */
    public String standing() {
      return isFastest()
          ? "FASTEST"
          : verdict.map(Enum::toString).orElseGet(() -> measured.state().toString());
    }
  }

  /**
   * @param entries valid ones by speed, then the others
   */
  public record Task(Key key, List<Entry> entries) {

    public CaseSummary any() {
      return entries.getFirst().measured();
    }

    /** Everything that was fixed for all. */
    public String label() {
      String where = key.device().isEmpty() ? "" : ", " + any().where();
      return "%s%s, %s, %s".formatted(key.spec(), where, key.cache(), key.fill());
    }
  }

  /** Who measured, with the name that tells it apart. */
  private record Named(String name, CaseSummary measured) {
    static Named of(CaseSummary each) {
      return new Named(Contest.name(each.record().key(), each.place().id()), each);
    }

    static Named faster(Named one, Named other) {
      return other.nanos() < one.nanos() ? other : one;
    }

    double nanos() {
      return measured.isValid()
          ? measured.speed().orElseThrow().nanosPerOp().estimate()
          : Double.POSITIVE_INFINITY;
    }
  }

  /** A task whose entries have not been judged yet. */
  private record Open(Key key, List<Named> sorted, List<Duel> duels) {
    static Open of(Key key, List<Named> all, Pairing pairing) {
      List<Named> sorted = all.stream().sorted(Comparator.comparingDouble(Named::nanos)).toList();
      CaseSummary fastest = sorted.getFirst().measured();
      List<Duel> duels =
          sorted.stream()
              .skip(1)
              .filter(each -> each.measured().isValid())
              .flatMap(each -> pairing.duel(fastest, each.measured()).stream())
              .toList();
      return new Open(key, sorted, duels);
    }

    Task judged(Duel.Family family) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < sorted.size(); i++) {
        Optional<Duel> duel =
            i >= 1 && i <= duels.size() ? Optional.of(duels.get(i - 1)) : Optional.empty();
        entries.add(
            new Entry(
                sorted.get(i).name(),
                sorted.get(i).measured(),
                duel.flatMap(Duel::ratio),
                duel.flatMap(each -> each.detectable(family)),
                duel.map(each -> each.verdict(family))));
      }
      return new Task(key, List.copyOf(entries));
    }
  }

  public static Contest of(List<RunSummary> runs) {
    Map<Key, List<Named>> byTask = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      String run = runs.size() == 1 ? "" : ", run " + (i + 1);
      for (CaseSummary each : runs.get(i).cases()) {
        byTask
            .computeIfAbsent(Comparison.withoutBackend(each), ignored -> new ArrayList<>())
            .add(new Named(Named.of(each).name() + run, each));
      }
    }
    return judged(byTask, Pairing.of(runs));
  }

  /**
   * Chips of one run against each other: of each that a spec was asked for on, the fastest backend
   * there with whatever threads. Without specs that one chip alone was asked for, or none did.
   */
  static Contest ofChips(RunSummary run) {
    Map<Key, Map<Place, Named>> byTask = new LinkedHashMap<>();
    for (CaseSummary each : run.cases()) {
      byTask
          .computeIfAbsent(withoutChip(each.record().key()), ignored -> new LinkedHashMap<>())
          .merge(each.place(), Named.of(each), Named::faster);
    }
    Map<Key, List<Named>> several = new LinkedHashMap<>();
    byTask.forEach((key, chips) -> {
      if (chips.size() > 1 && chips.values().stream().anyMatch(one -> one.measured().isValid())) {
        several.put(key, List.copyOf(chips.values()));
      }
    });
    return judged(several, Pairing.of(List.of(run)));
  }

  private static Key withoutChip(Key key) {
    return new Key(key.spec(), "", "", "", 0, key.cache(), key.fill());
  }

  private static Contest judged(Map<Key, List<Named>> byTask, Pairing pairing) {
    List<Open> open = new ArrayList<>();
    byTask.forEach((key, all) -> open.add(Open.of(key, all, pairing)));
    Duel.Family family =
        Duel.Family.of(
            open.stream().flatMap(each -> each.duels().stream()).toList(), Rules.FALSE_DISCOVERIES);
    return new Contest(open.stream().map(each -> each.judged(family)).toList());
  }

  /** As the command line names a backend: {@code ggml@cpu-repack}. */
  static String name(Key key, String chip) {
    String variant = key.variant().isEmpty() ? "" : "/" + key.variant();
    return key.backend() + variant + (key.device().equals(chip) ? "" : "@" + key.device());
  }
}
