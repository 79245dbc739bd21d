package assay.reports.site;

import assay.reports.change.Finding;
import assay.reports.chart.Chart;
import assay.reports.chart.DataTable;
import assay.reports.chart.ForkStrips;
import assay.reports.chart.Timeline;
import assay.reports.chart.Timeline.Mark;
import assay.reports.chart.Timeline.Segment;
import assay.reports.chart.Timeline.Sort;
import assay.reports.chart.Timeline.Stretch;
import assay.reports.chart.TimelineChart;
import assay.reports.history.Forks;
import assay.reports.history.Series;
import assay.reports.site.Events.Event;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the chart of a track: letters for changes, numbers for events. */
final class Timelines {

  private final Sentences sentences;

  Timelines(Sentences sentences) {
    this.sentences = sentences;
  }

  /**
   * @param events of the case, numbered from 1
   */
  Chart of(Story story, Track track, List<Event> events) {
    List<Stretch> stretches = new ArrayList<>();
    for (Judged part : track.parts()) {
      Series series = part.series();
      stretches.add(
          new Stretch(
              slot(stretches.size(), track.parts().size()),
              series.startedAtMillis(),
              series.values(),
              series.lows(),
              series.highs(),
              part.segments()));
    }
    double largest = track.spots().stream().mapToDouble(s -> Math.abs(s.value())).max().orElse(0);
    Figures.Axis axis = Figures.axis(largest, track.metric());
    return TimelineChart.of(
        new Timeline(
            "t-" + story.tracks().indexOf(track),
            sentences.title(story, track),
            subtitle(track),
            label(track, axis),
            axis.divisor(),
            stretches,
            marks(Chronicle.changes(story, track), events, track),
            table(track)));
  }

  /** The newest set-up has the first colour. */
  private static int slot(int part, int parts) {
    int[] calm = {0, 5, 4, 7};
    return calm[Math.min(parts - 1 - part, calm.length - 1)];
  }

  private static String subtitle(Track track) {
    String better =
        switch (track.metric().better()) {
          case LOWER -> "less is better";
          case HIGHER -> "more is better";
        };
    List<Track.Spot> spots = track.spots();
    return "%s; %d %s from %s to %s UTC; lines are medians of levels"
        .formatted(
            better,
            spots.size(),
            spots.size() == 1 ? "run" : "runs",
            Figures.moment(spots.getFirst().millis()),
            Figures.moment(spots.getLast().millis()));
  }

  private static List<Mark> marks(List<Change> changes, List<Event> events, Track track) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Change each = changes.get(i);
      marks.add(new Mark(each.millis(), sort(each), letter(i)));
    }
    List<Track.Spot> spots = track.spots();
    for (int i = 0; i < events.size(); i++) {
      long at = events.get(i).millis();
      if (at >= spots.getFirst().millis() && at <= spots.getLast().millis()) {
        marks.add(new Mark(at, Sort.NOTE, String.valueOf(i + 1)));
      }
    }
    marks.sort(Comparator.comparingLong(Mark::atMillis).thenComparing(Mark::sort));
    return marks;
  }

  /** {@code A} to {@code Z}, then {@code A1} and so on. */
  static String letter(int number) {
    String letter = String.valueOf((char) ('A' + number % 26));
    return number < 26 ? letter : letter + number / 26;
  }

  private static Sort sort(Change change) {
    return switch (change.word()) {
      case "worse" -> Sort.WORSE;
      case "better" -> Sort.BETTER;
      default -> Sort.CHANGE;
    };
  }

  private static DataTable table(Track track) {
    List<List<String>> rows = new ArrayList<>();
    for (Judged part : track.parts()) {
      int from = 0;
      List<Segment> segments = part.segments();
      for (int to : part.borders().tailSet(1)) {
        rows.add(row(track, part, segments.removeFirst(), from, to));
        from = to;
      }
    }
    return new DataTable(
        List.of("level from", "to", "runs", "median", "least", "largest"), 2, rows);
  }

  private static List<String> row(Track track, Judged part, Segment segment, int from, int to) {
    double[] sorted = Arrays.copyOfRange(part.series().values(), from, to);
    Arrays.sort(sorted);
    return Stream.concat(
            Stream.of(
                Figures.moment(segment.fromMillis()),
                Figures.moment(segment.toMillis()),
                String.valueOf(to - from)),
            Stream.of(segment.level(), sorted[0], sorted[sorted.length - 1])
                .map(value -> Figures.value(value, track.metric())))
        .toList();
  }

  /** Of the latest runs; empty where the figure has no value per fork. */
  Optional<Chart> forks(Story story, Track track) {
    List<Forks> runs =
        track.parts().stream()
            .flatMap(part ->
                sentences
                    .chronicle()
                    .forks()
                    .getOrDefault(part.series().key().key(), List.of())
                    .stream())
            .sorted(Comparator.comparingInt(Forks::run).reversed())
            .limit(Chronicle.LATEST)
            .toList();
    if (runs.stream().allMatch(each -> each.values().length < 2)) {
      return Optional.empty();
    }
    double largest = runs.stream().flatMapToDouble(r -> Arrays.stream(r.values())).max().orElse(0);
    Figures.Axis axis = Figures.axis(largest, track.metric());
    return Optional.of(
        ForkStrips.of(
            "f-" + story.tracks().indexOf(track),
            runs.stream().map(each -> new ForkStrips.Forks(head(each), each.values())).toList(),
            label(track, axis),
            axis.divisor()));
  }

  private String head(Forks forks) {
    return Plain.cut(Plain.of(sentences.run(forks.run()).id()), 32);
  }

  private static String label(Track track, Figures.Axis axis) {
    String unit = axis.unit().isEmpty() ? "" : ", " + axis.unit();
    return Figures.metric(track.metric()) + unit;
  }

  /** What the letters of a chart stand for. */
  List<String> legend(Story story, Track track) {
    return Chronicle.changes(story, track).stream().map(this::sentence).toList();
  }

  private String sentence(Change change) {
    Finding finding = change.finding();
    return "%s: %s, from %s; %s (%s)"
        .formatted(
            Sentences.kind(finding.kind()),
            sentences.size(change),
            sentences.levels(change),
            sentences.where(change),
            finding.evidence());
  }
}
