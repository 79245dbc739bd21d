package assay.reports.page;

import assay.reports.chart.Charts;
import assay.reports.judge.Findings;
import assay.reports.record.RunRecord;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.List;

/** The whole page, in the order of the story: machine, findings, ceilings, and so on. */
public final class Page {

  private final RunSummary summary;
  private final Charts charts;
  private final Html html = new Html();

  private Page(RunSummary summary, Charts charts) {
    this.summary = summary;
    this.charts = charts;
  }

  public static String of(RunSummary summary, Charts charts) {
    return new Page(summary, charts).write();
  }

  private String write() {
    RunRecord run = summary.run();
    Frame frame = new Frame(html);
    frame.begin("Assay: %s, %s".formatted(MachineLine.chips(run), MachineLine.when(run)));
    frame.top("Assay report", MachineLine.chips(run), where(), SECTIONS);
    html.open("main").line();
    new MachineSection(html, summary).write();
    writeFindings();
    ChartSection figures = new ChartSection(html);
    figures.write("ceilings", "Where the time goes", charts.ceilings(), NO_CEILINGS);
    figures.write("comparison", "Comparison", charts.comparison(), NO_SPEED);
    EnergySection.write(html, summary, charts.energy());
    figures.write("accuracy", "Accuracy", charts.accuracy(), NO_ACCURACY);
    new CaseTable(html, summary, charts).write();
    new MethodSection(html, summary).write();
    html.close().line();
    return frame.end();
  }

  private static final String NO_CEILINGS =
      "No valid case has a measured ceiling that binds it, so there is nothing to draw.";
  private static final String NO_SPEED = "No valid case, so there is nothing to compare.";
  private static final String NO_ACCURACY =
      "No valid case was compared with float64 truth, so nothing can be said about accuracy.";

  private static final List<List<String>> SECTIONS =
      List.of(
          List.of("machine", "Machine"),
          List.of("findings", "Findings"),
          List.of("ceilings", "Ceilings"),
          List.of("comparison", "Comparison"),
          List.of("energy", "Energy"),
          List.of("accuracy", "Accuracy"),
          List.of("cases", "All cases"),
          List.of("method", "Method"),
          List.of("gaps", "Gaps"));

  private String where() {
    RunRecord run = summary.run();
    return "%s · %s".formatted(MachineLine.when(run), Plain.of(run.invocation().id()));
  }

  private void writeFindings() {
    html.open("section", "id", "findings").element("h2", "What was found");
    html.open("ol", "class", "findings");
    Findings.of(summary).forEach(finding -> html.element("li", Plain.of(finding)));
    html.close().close().line();
  }
}
