package assay.reports.page;

import assay.reports.chart.BackendStyles;
import assay.reports.judge.ChipRanking;
import assay.reports.judge.Contest.Entry;
import assay.reports.judge.Contest.Task;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import assay.reports.text.Scale;
import java.util.List;

/** Every spec that several chips of a run were asked for, the fastest chip first. */
final class ChipTable {

  private static final String COLUMNS = "6";

  private final Html html;
  private final ChipRanking ranking;
  private final BackendStyles styles;

  ChipTable(Html html, ChipRanking ranking, BackendStyles styles) {
    this.html = html;
    this.ranking = ranking;
    this.styles = styles;
  }

  void write() {
    html.open("section", "id", "chips");
    html.element("h2", "Which chip is fastest");
    ranking.sentence().ifPresent(each -> html.element("p", Plain.of(each)));
    html.element(
        "p",
        "Each chip by the best backend that it was given. Weights, activations and results lie in its own memory: what it takes to bring them there is not counted. Per cent of ceiling is of the chip's own limit.",
        "class",
        "lead");
    html.open("div", "class", "scroll").open("table", "class", "contest");
    html.open("thead").open("tr");
    html.element("th", "chip").element("th", "best backend");
    for (String name : List.of("rate", "of its ceiling", "of the fastest")) {
      html.element("th", name, "class", "number");
    }
    html.element("th", "verdict").close().close().line();
    ranking.tasks().forEach(this::writeTask);
    html.close().close().close().line();
  }

  private void writeTask(Task task) {
    html.open("tbody").open("tr");
    html.element("th", Plain.of(task.label()), "colspan", COLUMNS).close().line();
    for (Entry entry : task.entries()) {
      html.open("tr");
      writeEntry(task, entry);
      html.close().line();
      String reasons = String.join("; ", entry.measured().reasons());
      if (!reasons.isEmpty()) {
        html.open("tr", "class", "ran");
        html.element("td", Plain.of(reasons), "colspan", COLUMNS).close().line();
      }
    }
    html.close();
  }

  private void writeEntry(Task task, Entry entry) {
    CaseSummary each = entry.measured();
    html.element("td", Plain.of(each.where()));
    Cells.backend(html, styles, each, entry.name());
    Scale scale = Scale.of(List.of(each));
    Cells.range(html, each.rate(), scale::figure, Units.SPACE + scale.unit());
    Cells.ceiling(html, each);
    Cells.range(html, entry.ratio(), Units::figure, "×");
    Cells.state(html, ChipRanking.standing(task, entry));
  }
}
