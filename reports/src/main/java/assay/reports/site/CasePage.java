package assay.reports.site;

import assay.reports.chart.Chart;
import assay.reports.chart.ChartRenderer;
import assay.reports.history.SeriesKey;
import assay.reports.page.ChartSection;
import assay.reports.page.Html;
import assay.reports.site.Events.Event;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;

/** One case on one machine: a timeline of each figure, what happened, the latest runs. */
final class CasePage {

  /** Folder of these pages. */
  static final String FOLDER = "cases";

  private static final int MOST_LETTERS = 60;

  private final Html html = new Html();
  private final Chronicle chronicle;
  private final Shell shell;
  private final ChartSection charts;
  private final Timelines timelines;

  CasePage(Chronicle chronicle, String nonce, ChartRenderer renderer) {
    this.chronicle = chronicle;
    this.shell = new Shell(nonce, "../");
    this.charts = new ChartSection(html, renderer);
    this.timelines = new Timelines(new Sentences(chronicle));
  }

  String of(Story story) {
    SeriesKey names = story.names();
    String name = Plain.of(names.caseId());
    shell.begin(html, name);
    html.open("header").open("p", "class", "kicker");
    html.element("a", "← all cases", "href", "../index.html#cases");
    html.element("button", "dark / light", "id", "theme", "type", "button", "hidden", "").close();
    html.open("h1");
    Names.write(html, names.caseId());
    html.close();
    html.element("p", lead(names), "class", "lead").close().line();
    html.open("main").line();
    List<Event> events = Events.of(story, chronicle);
    html.open("section", "id", "timelines");
    for (Track track : story.tracks()) {
      charts.figure(timelines.of(story, track, events));
      letters(timelines.legend(story, track));
    }
    html.close().line();
    writeForks(story);
    writeEvents(events);
    new LatestRuns(html, chronicle).write(story);
    html.close().line();
    return shell.end(html);
  }

  private String lead(SeriesKey names) {
    List<String> parts = new ArrayList<>();
    for (String each : List.of(names.operation(), names.format())) {
      if (!each.isEmpty()) {
        parts.add(Plain.of(each));
      }
    }
    if (!names.backend().isEmpty()) {
      String device = names.device().isEmpty() ? "" : " on " + Plain.of(names.device());
      parts.add(Plain.of(names.backend()) + device);
    }
    parts.add(Plain.of(chronicle.places().get(names.machine()).label()));
    return String.join(" · ", parts);
  }

  private void letters(List<String> sentences) {
    if (sentences.isEmpty()) {
      return;
    }
    int first = Math.max(0, sentences.size() - MOST_LETTERS);
    html.open("dl", "class", "marks");
    for (int i = first; i < sentences.size(); i++) {
      html.element("dt", Timelines.letter(i)).element("dd", sentences.get(i)).line();
    }
    html.close().line();
    if (first > 0) {
      html.element(
          "p", "%d older changes are marked above only.".formatted(first), "class", "lead");
    }
  }

  private void writeForks(Story story) {
    List<Chart> strips = new ArrayList<>();
    for (Track track : story.tracks()) {
      timelines.forks(story, track).ifPresent(strips::add);
    }
    if (!strips.isEmpty()) {
      charts.write("forks", "Forks of the latest runs", strips, "");
    }
  }

  private void writeEvents(List<Event> events) {
    html.open("section", "id", "events").element("h2", "What else happened");
    if (events.isEmpty()) {
      html.element("p", "Nobody noted anything, and neither set-up nor versions changed.");
    } else {
      html.open("dl", "class", "marks");
      for (int i = 0; i < events.size(); i++) {
        html.element("dt", String.valueOf(i + 1));
        html.element(
            "dd",
            "%s UTC · %s".formatted(Figures.moment(events.get(i).millis()), events.get(i).text()));
        html.line();
      }
      html.close();
    }
    html.close().line();
  }
}
