package assay.reports.forecast;

import assay.reports.history.Fingerprint;
import assay.reports.history.History;
import assay.reports.history.MeasuredCase;
import assay.reports.history.MeasuredRun;
import assay.reports.history.Metric;
import assay.reports.history.Note;
import assay.reports.history.RunLine;
import assay.reports.history.Series;
import assay.reports.history.SeriesKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a history knows that a candidate can be held against; the candidate itself is left out. */
final class Past {

  private static final int MOST_FACTS = 3;

  private final MeasuredRun candidate;
  private final List<RunLine> runs;
  private final List<Note> notes;
  private final Map<String, Fingerprint> places;
  private final Map<String, Double> forks;
  private final Set<Integer> own;
  private final Metric time;
  private final Map<String, Series> byKey = new HashMap<>();

  private Past(History history, MeasuredRun candidate) {
    this.candidate = candidate;
    this.runs = history.runs();
    this.notes = history.notes().stream().filter(Note::acknowledges).toList();
    this.places = history.fingerprints();
    this.forks = history.usualForks();
    this.own =
        IntStream.range(0, runs.size())
            .filter(place -> isCandidate(runs.get(place)))
            .boxed()
            .collect(Collectors.toSet());
    this.time =
        candidate.cases().stream().anyMatch(MeasuredCase::isSustained)
            ? Metric.TIME.sustained()
            : Metric.TIME;
    Set<String> cases =
        candidate.cases().stream().map(each -> each.name().id()).collect(Collectors.toSet());
    history.series(
        key -> cases.contains(key.caseId()) || key.metric().equals(time),
        series -> others(series).ifPresent(kept -> byKey.put(series.key().key(), kept)));
  }

  static Past of(History history, MeasuredRun candidate) {
    return new Past(history, candidate);
  }

  /** Under its own id or, added under another one, by when and where it began. */
  private boolean isCandidate(RunLine run) {
    return run.id().equals(candidate.id())
        || millis(run.startedAt()) == millis(candidate.startedAt())
            && run.host().equals(candidate.host())
            && run.commit().equals(candidate.commit());
  }

  /** A database rounds what is finer. */
  private static long millis(Instant time) {
    return time.toEpochMilli();
  }

  private Optional<Series> others(Series series) {
    int[] kept =
        IntStream.range(0, series.size())
            .filter(i -> !own.contains(series.runs()[i]))
            .filter(i -> Double.isFinite(series.values()[i]))
            .toArray();
    return kept.length == 0
        ? Optional.empty()
        : Optional.of(
            new Series(
                series.key(),
                Arrays.stream(kept).map(i -> series.runs()[i]).toArray(),
                Arrays.stream(kept).mapToLong(i -> series.startedAtMillis()[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> series.values()[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> series.lows()[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> series.highs()[i]).toArray()));
  }

  /** Runs other than the candidate. */
  int size() {
    return runs.size() - own.size();
  }

  /** What people should know of the candidate's place in the history: sentences. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    last(run -> true)
        .map(runs::get)
        .filter(run -> run.startedAt().isAfter(candidate.startedAt()))
        .ifPresent(run ->
            remarks.add(
                "the candidate began before %s, the newest run of the history: an old run, or a clock that was set back; it is held against later runs too"
                    .formatted(run.id())));
    if (!own.isEmpty()) {
      remarks.add("the candidate is in the history already; it is not held against itself");
    }
    return remarks;
  }

  String id(int place) {
    return runs.get(place).id();
  }

  /** The present level of one metric of a case, on the same machine set up in the same way. */
  Optional<Level> level(MeasuredCase measured, Metric metric) {
    return Optional.ofNullable(byKey.get(measured.seriesKey(metric)))
        .map(series -> Level.of(series.runs(), series.values(), accepted(series.key())));
  }

  /**
   * Energies of a case that its last run told, of whatever they cover, as {@link #level} knows
   * them. One that was metered once, long ago, is not missed for ever.
   */
  List<Metric> energies(MeasuredCase measured) {
    List<Series> own =
        byKey.values().stream()
            .filter(each -> each.key().key().equals(measured.seriesKey(each.key().metric())))
            .filter(each -> each.key().metric().isSustained() == measured.isSustained())
            .toList();
    int last = own.stream().mapToInt(Past::lastRun).max().orElse(-1);
    return own.stream()
        .filter(each -> lastRun(each) == last)
        .map(each -> each.key().metric())
        .filter(Metric::isEnergy)
        .sorted(Comparator.comparing(Metric::name))
        .toList();
  }

  /** Places of the first runs after each acknowledgement. */
  private SortedSet<Long> accepted(SeriesKey series) {
    SortedSet<Long> all = new TreeSet<>();
    for (Note note : notes) {
      if (note.concerns(series)) {
        all.add(runs.stream().filter(run -> run.startedAt().isBefore(note.at())).count());
      }
    }
    return all;
  }

  /** Forks of a run of the history, on average. */
  double forks(MeasuredCase measured, Metric metric) {
    return forks.getOrDefault(measured.seriesKey(metric), 0.0);
  }

  /** What differs where the case was measured elsewhere only; empty when it never was. */
  Optional<String> elsewhere(MeasuredCase measured) {
    return byKey.values().stream()
        .filter(series -> series.key().caseId().equals(measured.name().id()))
        .filter(series -> series.key().metric().equals(time))
        .max(Comparator.comparingInt(Past::lastRun))
        .map(series -> difference(measured, series));
  }

  private static int lastRun(Series series) {
    return series.runs()[series.size() - 1];
  }

  private String difference(MeasuredCase measured, Series series) {
    SeriesKey key = series.key();
    List<String> facts = new ArrayList<>();
    facts.addAll(differing(places.get(key.machine()), measured.machine()));
    facts.addAll(differing(places.get(key.environment()), measured.environment()));
    String shown = String.join(", ", facts.subList(0, Math.min(MOST_FACTS, facts.size())));
    return "the history has it with %s%s only (%d runs, the last %s)"
        .formatted(
            shown,
            facts.size() > MOST_FACTS ? " and %d more".formatted(facts.size() - MOST_FACTS) : "",
            series.size(),
            id(lastRun(series)));
  }

  private static List<String> differing(Fingerprint had, Fingerprint has) {
    List<String> facts = new ArrayList<>();
    Set<String> names = new TreeSet<>(had.facts().keySet());
    names.addAll(has.facts().keySet());
    for (String name : names) {
      String before = had.facts().getOrDefault(name, "none");
      String after = has.facts().getOrDefault(name, "none");
      if (!before.equals(after)) {
        facts.add("%s %s (now %s)".formatted(name, before, after));
      }
    }
    return facts;
  }

  /**
   * Cases that the last run of this profile on the candidate's machine had VALID and the candidate
   * lacks.
   */
  List<SeriesKey> missing() {
    Set<String> machines =
        candidate.cases().stream().map(each -> each.machine().key()).collect(Collectors.toSet());
    Set<String> had =
        candidate.cases().stream().map(each -> each.name().id()).collect(Collectors.toSet());
    List<Series> here =
        byKey.values().stream()
            .filter(series -> series.key().metric().equals(time))
            .filter(series -> machines.isEmpty() || machines.contains(series.key().machine()))
            .toList();
    Set<Integer> runsHere = new HashSet<>();
    here.forEach(series -> Arrays.stream(series.runs()).forEach(runsHere::add));
    return last(place ->
            runsHere.contains(place)
                && runs.get(place).kind().equals("RUN")
                && runs.get(place).profile().equals(candidate.profile()))
        .map(place ->
            here.stream()
                .filter(series -> Arrays.binarySearch(series.runs(), place) >= 0)
                .map(Series::key)
                .filter(key -> !had.contains(key.caseId()))
                .sorted(Comparator.comparing(SeriesKey::caseId))
                .toList())
        .orElse(List.of());
  }

  private Optional<Integer> last(java.util.function.IntPredicate wanted) {
    return IntStream.range(0, runs.size())
        .filter(place -> !own.contains(place))
        .filter(wanted)
        .boxed()
        .max(Comparator.naturalOrder());
  }
}
