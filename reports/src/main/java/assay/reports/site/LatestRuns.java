package assay.reports.site;

import assay.reports.history.RunLine;
import assay.reports.history.Series;
import assay.reports.page.Html;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The last runs of a case in figures, the newest first. */
final class LatestRuns {

  private static final int MOST = 25;

  private final Html html;
  private final Chronicle chronicle;

  LatestRuns(Html html, Chronicle chronicle) {
    this.html = html;
    this.chronicle = chronicle;
  }

  void write(Story story) {
    List<Map<Integer, Track.Spot>> columns = new ArrayList<>();
    NavigableMap<Integer, Track.Spot> runs = new TreeMap<>();
    for (Track track : story.tracks()) {
      Map<Integer, Track.Spot> column = latest(track);
      columns.add(column);
      runs.putAll(column);
    }
    html.open("section", "id", "runs").element("h2", "The latest runs");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    html.element("th", "run").element("th", "started, UTC");
    for (Track track : story.tracks()) {
      html.element("th", Figures.metric(track.metric()), "class", "number");
    }
    html.element("th", "commit").element("th", "JVM");
    html.close().close().line().open("tbody");
    runs.descendingMap().keySet().stream()
        .limit(MOST)
        .forEach(run -> row(chronicle.runs().get(run), run, story, columns));
    html.close().close().close().close().line();
  }

  private static Map<Integer, Track.Spot> latest(Track track) {
    List<Track.Spot> spots = track.spots();
    Map<Integer, Track.Spot> latest = new TreeMap<>();
    spots
        .subList(Math.max(0, spots.size() - MOST), spots.size())
        .forEach(spot -> latest.put(spot.run(), spot));
    return latest;
  }

  private void row(RunLine run, int place, Story story, List<Map<Integer, Track.Spot>> columns) {
    html.open("tr");
    html.element("td", Plain.cut(Plain.of(run.id()), 60));
    html.element("td", Figures.moment(run.startedAt().toEpochMilli()), "class", "when");
    for (int i = 0; i < columns.size(); i++) {
      figure(story.tracks().get(i), columns.get(i).get(place));
    }
    html.element("td", run.commit().isEmpty() ? "–" : Sentences.shortly(run.commit()));
    html.element("td", run.jvm().isEmpty() ? "–" : Plain.cut(Plain.of(run.jvm()), 24));
    html.close().line();
  }

  private void figure(Track track, Track.Spot spot) {
    html.open("td", "class", "number");
    if (spot == null) {
      html.text("–").close();
      return;
    }
    html.text(Figures.value(spot.value(), track.metric()));
    Series series = spot.series();
    series
        .interval(spot.at())
        .ifPresent(interval ->
            html.text(" ")
                .element(
                    "span",
                    "(%s to %s)"
                        .formatted(
                            Figures.value(interval.low(), track.metric()),
                            Figures.value(interval.high(), track.metric())),
                    "class",
                    "range"));
    html.close();
  }
}
