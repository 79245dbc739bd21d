package assay.reports.page;

import assay.reports.chart.Charts;
import assay.reports.record.RunRecord;
import assay.reports.summary.Findings;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.List;

/** The whole page, in the order of the story: machine, findings, ceilings, and so on. */
public final class Page {

  private final RunSummary summary;
  private final Charts charts;
  private final Html html = new Html();
  private final Assets assets = new Assets();

  private Page(RunSummary summary, Charts charts) {
    this.summary = summary;
    this.charts = charts;
  }

  public static String of(RunSummary summary, Charts charts) {
    return new Page(summary, charts).write();
  }

  private String write() {
    html.open("html", "lang", "en").line();
    writeHead();
    html.open("body").line();
    writeTop();
    html.open("main").line();
    new MachineSection(html, summary).write();
    writeFindings();
    ChartSection figures = new ChartSection(html, charts.styles());
    figures.write("ceilings", "Where the time goes", charts.ceilings(), NO_CEILINGS);
    figures.write("comparison", "Comparison", charts.comparison(), NO_SPEED);
    figures.write("accuracy", "Accuracy", charts.accuracy(), NO_ACCURACY);
    new CaseTable(html, summary, charts.styles()).write();
    new MethodSection(html, summary).write();
    html.close().line();
    html.open("script").markup(new Html.Markup(assets.script())).close().line();
    html.close().close();
    return html.finished();
  }

  private static final String NO_CEILINGS =
      "No valid case has a measured ceiling that binds it, so there is nothing to draw.";
  private static final String NO_SPEED = "No valid case, so there is nothing to compare.";
  private static final String NO_ACCURACY =
      "No valid case was compared with float64 truth, so nothing can be said about accuracy.";

  private void writeHead() {
    html.open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", assets.policy()).line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.open("meta", "name", "color-scheme", "content", "light dark").line();
    html.open("meta", "name", "referrer", "content", "no-referrer").line();
    html.open("link", "rel", "icon", "href", "data:,").line();
    RunRecord run = summary.run();
    html.element("title", "Assay: %s, %s".formatted(MachineLine.cpu(run), MachineLine.when(run)));
    html.line();
    html.open("style").markup(new Html.Markup(assets.style())).close().line();
    html.close().line();
  }

  private void writeTop() {
    html.open("header");
    html.open("p", "class", "kicker").text("Assay report");
    html.element("button", "dark / light", "id", "theme", "type", "button", "hidden", "");
    html.close();
    html.element("h1", MachineLine.cpu(summary.run()));
    html.element("p", where(), "class", "lead");
    html.open("nav", "aria-label", "Sections");
    for (List<String> section : SECTIONS) {
      html.element("a", section.get(1), "href", "#" + section.get(0));
    }
    html.close().close().line();
  }

  private static final List<List<String>> SECTIONS =
      List.of(
          List.of("machine", "Machine"),
          List.of("findings", "Findings"),
          List.of("ceilings", "Ceilings"),
          List.of("comparison", "Comparison"),
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
