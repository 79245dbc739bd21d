package assay.reports.site;

import assay.reports.change.ChangeDetector;
import assay.reports.change.Settings;
import assay.reports.history.Fingerprint;
import assay.reports.history.Forks;
import assay.reports.history.History;
import assay.reports.history.Metric;
import assay.reports.history.Note;
import assay.reports.history.RunLine;
import assay.reports.history.Series;
import assay.reports.history.SeriesKey;
import assay.reports.history.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a site tells, judged.
 *
 * @param places machines and their set-ups by key
 * @param stories by case
 * @param forks of the latest runs by series; none where a figure has no value per fork
 * @param since from when on changes are news
 */
record Chronicle(
    List<RunLine> runs,
    List<Note> notes,
    Map<String, Fingerprint> places,
    List<Story> stories,
    Map<String, List<Forks>> forks,
    Since since) {

  /** Runs whose forks are shown. */
  static final int LATEST = 8;

  static Chronicle of(History history, Optional<String> sinceWhen) {
    List<RunLine> runs = history.runs();
    List<Note> notes = history.notes();
    Since since = Since.of(sinceWhen, runs, notes);
    List<Series> all = new ArrayList<>();
    history.series(key -> true, all::add);
    ChangeDetector detector = ChangeDetector.of(Settings.DEFAULT);
    List<Judged> judged =
        all.parallelStream().map(each -> Judged.of(each, notes, detector)).toList();
    Map<String, List<Forks>> forks = new HashMap<>();
    history.forks(
        LATEST, each -> forks.computeIfAbsent(each.series(), key -> new ArrayList<>()).add(each));
    return new Chronicle(runs, notes, history.fingerprints(), stories(judged), forks, since);
  }

  private static List<Story> stories(List<Judged> judged) {
    Map<String, List<Judged>> byPage = new LinkedHashMap<>();
    for (Judged each : judged) {
      byPage.computeIfAbsent(page(each.series().key()), key -> new ArrayList<>()).add(each);
    }
    List<Story> stories = new ArrayList<>();
    byPage.forEach((key, parts) ->
        stories.add(new Story(key, parts.getFirst().series().key(), tracks(parts))));
    stories.sort(
        Comparator.comparing((Story each) -> each.names().caseId())
            .thenComparing(each -> each.names().machine()));
    return stories;
  }

  /** The same for ever, so that an address that somebody kept leads to the same case. */
  private static String page(SeriesKey key) {
    return Sha256.shortKey(key.caseId() + "\n" + key.machine());
  }

  private static List<Track> tracks(Collection<Judged> parts) {
    Map<Metric, List<Judged>> byMetric = new LinkedHashMap<>();
    parts.stream()
        .sorted(Comparator.comparingInt(each -> each.series().runs()[0]))
        .forEach(each ->
            byMetric
                .computeIfAbsent(each.series().key().metric(), metric -> new ArrayList<>())
                .add(each));
    return byMetric.entrySet().stream()
        .sorted(Comparator.comparing(each -> rank(each.getKey())))
        .map(each -> new Track(each.getKey(), each.getValue()))
        .toList();
  }

  /** Time first, as most people come for it. */
  private static String rank(Metric metric) {
    List<Metric> usual =
        List.of(Metric.TIME, Metric.P99, Metric.ENERGY, Metric.NMSE, Metric.MAX_ERROR);
    int place = usual.indexOf(metric.isEnergy() ? Metric.ENERGY : metric.usual());
    String name = (metric.isSustained() ? "1" : "0") + metric.name();
    return place >= 0 ? place + name : "9" + name;
  }

  /** Since the moment that counts, in the order of {@link Change#BY_SIZE}. */
  List<Change> news() {
    List<Change> news = new ArrayList<>();
    for (Story story : stories) {
      for (Track track : story.tracks()) {
        news.addAll(news(story, track));
      }
    }
    news.sort(Change.BY_SIZE);
    return news;
  }

  List<Change> news(Story story, Track track) {
    return changes(story, track).stream().filter(each -> since.isBefore(each.millis())).toList();
  }

  /** Of all times, oldest first. */
  static List<Change> changes(Story story, Track track) {
    List<Change> changes = new ArrayList<>();
    for (Judged part : track.parts()) {
      part.changes().forEach(each -> changes.add(new Change(story, track, part, each)));
    }
    changes.sort(Comparator.comparingLong(Change::millis));
    return changes;
  }

  /** Series in which a change could be found. */
  long told() {
    return stories.stream()
        .flatMap(each -> each.tracks().stream())
        .flatMap(each -> each.parts().stream())
        .filter(Judged::canTell)
        .count();
  }

  int seriesCount() {
    return stories.stream()
        .flatMap(each -> each.tracks().stream())
        .mapToInt(each -> each.parts().size())
        .sum();
  }

  long points() {
    return stories.stream().flatMap(each -> each.tracks().stream()).mapToLong(Track::size).sum();
  }
}
