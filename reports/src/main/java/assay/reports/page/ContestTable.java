package assay.reports.page;

import assay.reports.chart.BackendStyles;
import assay.reports.judge.Contest;
import assay.reports.judge.Contest.Entry;
import assay.reports.judge.Contest.Task;
import assay.reports.record.CaseRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import assay.reports.text.Scale;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every task, below it all who were asked to do it: figures, verdict, and what actually ran. */
final class ContestTable {

  private static final String COLUMNS = "7";

  private final Html html;
  private final Contest contest;
  private final BackendStyles styles;

  ContestTable(Html html, Contest contest, BackendStyles styles) {
    this.html = html;
    this.contest = contest;
    this.styles = styles;
  }

  void write() {
    html.open("section", "id", "cases");
    html.element("h2", "Every case, the fastest first");
    html.element(
        "p", "Below each line, what actually ran; it opens the raw figures.", "class", "lead");
    html.open("div", "class", "scroll").open("table", "id", "contest", "class", "contest");
    html.open("thead").open("tr");
    html.element("th", "backend");
    for (String name : List.of("rate", "of the fastest", "could see")) {
      html.element("th", name, "class", "number");
    }
    html.element("th", "verdict");
    html.element("th", "of ceiling", "class", "number").element("th", "NMSE", "class", "number");
    html.close().close().line();
    contest.tasks().forEach(this::writeTask);
    html.close().close().close().line();
  }

  private void writeTask(Task task) {
    Scale scale = Scale.of(task.entries().stream().map(Entry::measured).toList());
    html.open("tbody").open("tr");
    html.element("th", Plain.of(task.label()), "colspan", COLUMNS);
    html.close().line();
    for (Entry entry : task.entries()) {
      html.open("tr");
      writeEntry(entry, scale);
      html.close().line();
      html.open("tr", "class", "ran").open("td", "colspan", COLUMNS);
      writeExecution(entry.measured());
      html.close().close().line();
    }
    html.close();
  }

  private void writeEntry(Entry entry, Scale scale) {
    CaseSummary each = entry.measured();
    Cells.backend(html, styles, each, entry.name());
    Cells.range(html, each.rate(), scale::figure, Units.SPACE + scale.unit());
    Cells.range(html, entry.ratio(), Units::figure, "×");
    Cells.number(html, entry.detectable().map(ratio -> Units.spread(ratio - 1)));
    Cells.state(html, entry.standing());
    Cells.ceiling(html, each);
    Cells.number(
        html,
        Optional.ofNullable(each.record().accuracy())
            .map(accuracy -> Units.error(accuracy.nmse())));
  }

  private void writeExecution(CaseSummary each) {
    String reasons = each.reasons().isEmpty() ? "" : String.join("; ", each.reasons()) + " · ";
    html.open("details").element("summary", Plain.of(reasons + ran(each)));
    html.element("pre", RawFigures.of(each)).close();
  }

  private static String ran(CaseSummary each) {
    CaseRecord.Execution execution = each.record().execution();
    if (execution == null) {
      return "nothing ran";
    }
    String details =
        execution.details().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(detail -> detail.getKey() + " " + detail.getValue())
            .collect(Collectors.joining(", "));
    String kernel = "%s, %s".formatted(execution.kernel(), execution.isa());
    return details.isEmpty() ? kernel : kernel + "; " + details;
  }
}
