package assay.reports.site;

import assay.reports.change.ChangeDetector;
import assay.reports.history.RunLine;
import assay.reports.page.Html;
import java.util.List;

/** What changed, then every case in a list that the browser filters. */
final class OverviewPage {

  private static final int MOST_CHANGES = 100;
  private static final List<List<String>> FILTERS =
      List.of(
          List.of("operation", "every operation"),
          List.of("format", "every format"),
          List.of("device", "every device"),
          List.of("backend", "every backend"),
          List.of("figure", "every figure"),
          List.of("machine", "every machine"));

  private final Html html = new Html();
  private final Chronicle chronicle;
  private final Sentences sentences;
  private final Shell shell;

  OverviewPage(Chronicle chronicle, String nonce) {
    this.chronicle = chronicle;
    this.sentences = new Sentences(chronicle);
    this.shell = new Shell(nonce, "");
  }

  String write(List<Change> news) {
    String headline = sentences.headline(news);
    shell.begin(html, headline);
    html.open("header").open("p", "class", "kicker").text("Assay history");
    html.element("button", "dark / light", "id", "theme", "type", "button", "hidden", "").close();
    html.element("h1", headline);
    html.element("p", lead(), "class", "lead");
    html.open("nav", "aria-label", "Sections");
    html.element("a", "Changes", "href", "#changes");
    html.element("a", "All cases", "href", "#cases");
    html.element("a", "Method", "href", "#method");
    html.close().close().line();
    html.open("main").line();
    writeChanges(news);
    writeCases();
    writeMethod();
    html.close().line();
    shell.script(html, Shell.DATA);
    return shell.end(html);
  }

  private String lead() {
    List<RunLine> runs = chronicle.runs();
    if (runs.isEmpty()) {
      return "This history has no run.";
    }
    return "%s from %s to %s · %s · %,d series · %s"
        .formatted(
            Figures.count(runs.size(), "run"),
            Figures.day(runs.getFirst().startedAt().toEpochMilli()),
            Figures.day(runs.getLast().startedAt().toEpochMilli()),
            Figures.count(chronicle.stories().size(), "case"),
            chronicle.seriesCount(),
            Figures.count(chronicle.points(), "point"));
  }

  private void writeChanges(List<Change> news) {
    html.open("section", "id", "changes");
    html.element("h2", "What changed since " + sentences.since());
    List<Change> large = news.stream().filter(Change::matters).toList();
    List<Change> small = news.subList(large.size(), news.size());
    if (chronicle.told() < chronicle.seriesCount()) {
      html.element(
          "p",
          "Of %,d of %,d series nothing can be told yet: they have fewer than %d runs."
              .formatted(
                  chronicle.seriesCount() - chronicle.told(),
                  chronicle.seriesCount(),
                  ChangeDetector.LEAST_POINTS));
    }
    if (large.isEmpty() && chronicle.told() > 0) {
      html.element("p", "No level moved by as much as would matter.");
    } else if (!large.isEmpty()) {
      writeChanges(large, "change-table");
    }
    if (!small.isEmpty()) {
      html.open("details");
      html.element(
          "summary",
          small.size() == 1
              ? "1 change of less weight: of level below what matters, of scatter or of modes"
              : "%d changes of less weight: of level below what matters, of scatter or of modes"
                  .formatted(small.size()));
      writeChanges(small, "small-table");
      html.close();
    }
    html.close().line();
  }

  private void writeChanges(List<Change> changes, String id) {
    html.open("div", "class", "scroll").open("table", "id", id, "class", "changes");
    html.open("thead").open("tr");
    for (String head : List.of("case", "figure", "change", "level", "first with", "past")) {
      html.element("th", head);
    }
    html.close().close().line().open("tbody");
    changes.stream().limit(MOST_CHANGES).forEach(this::row);
    html.close().close().close().line();
    if (changes.size() > MOST_CHANGES) {
      html.element(
          "p",
          "The %d largest of %d; the list below has the others, ordered by change if you like."
              .formatted(MOST_CHANGES, changes.size()),
          "class",
          "lead");
    }
  }

  private void row(Change change) {
    html.open("tr");
    html.open("td", "class", "case");
    html.open("a", "href", page(change.story()));
    Names.write(html, change.story().names().caseId());
    html.close().close();
    html.element("td", Figures.metric(change.track().metric()));
    html.element("td", sentences.size(change), "class", change.word());
    html.element("td", sentences.levels(change), "class", "level");
    html.open("td").element("span", Figures.day(change.millis()), "class", "when");
    html.text(" ").element("span", sentences.culprit(change), "class", "range").close();
    html.element("td", "", "class", "spark", "data-spark", Sparkline.of(change.track().spots()));
    html.close().line();
  }

  private static String page(Story story) {
    return "%s/%s.html".formatted(CasePage.FOLDER, story.key());
  }

  private void writeCases() {
    html.open("section", "id", "cases").element("h2", "All cases");
    html.open("noscript").open("p");
    html.text("This list is made by a script of this site; without, the pages lie in ");
    html.element("a", CasePage.FOLDER, "href", CasePage.FOLDER + "/").text(".").close().close();
    html.open("form", "id", "filters", "hidden", "");
    html.open(
        "input", "id", "filter", "type", "search", "placeholder", "words", "aria-label", "words");
    for (List<String> each : FILTERS) {
      html.open("select", "id", "by-" + each.get(0), "aria-label", each.get(0));
      html.element("option", each.get(1), "value", "*").close();
    }
    html.open("label").open("input", "id", "changed", "type", "checkbox");
    html.text(" changed only").close();
    html.open("output", "id", "count").close().close().line();
    html.open("div", "class", "scroll").open("table", "id", "case-list", "hidden", "");
    html.open("thead").open("tr");
    head("case", "case", "");
    head("figure", "figure", "");
    head("last", "last value", "number");
    head("day", "last run", "");
    head("points", "runs", "number");
    html.element("th", "past");
    head("change", "change", "");
    html.close().close().open("tbody").close().close().close();
    html.element("button", "show more", "id", "more", "type", "button", "hidden", "");
    html.close().line();
  }

  private void head(String key, String name, String style) {
    html.element("th", name, "data-sort", key, "class", style.isEmpty() ? null : style);
  }

  private void writeMethod() {
    html.open("section", "id", "method").element("h2", "How to read this");
    html.element(
        "p",
        "A series is one figure of one case on one kind of machine, set up in one way; only VALID results are in it, and nothing is compared across a change of set-up or an acknowledged change. A change is told when chance would show one in at most one of a hundred series of 100 runs without any; single spikes are none. Its size is the ratio of levels before and after, with the 95 % interval of the 100 runs next to it on either side, taken as independent. It counts as regression or improvement from 2 % on, 5 % of latencies and energy, a quarter of an NMSE and half of a largest error, as in a gate.");
    html.close().line();
  }
}
