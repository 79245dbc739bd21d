package assay.reports.page;

import assay.reports.chart.Chart;
import assay.reports.chart.Charts;
import assay.reports.chart.DataTable;
import assay.reports.judge.Champion;
import assay.reports.judge.ChipRanking;
import assay.reports.judge.Comparison;
import assay.reports.judge.Contest;
import assay.reports.judge.Findings;
import assay.reports.judge.Rules;
import assay.reports.record.RunRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.EnergyWords;
import assay.reports.summary.Problem;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.MarkdownText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A run, or a comparison, as GitHub-flavoured Markdown. */
public final class Markdown {

  /** Pull-request comments are cut beyond some sizes; the case table has everything anyway. */
  private static final int MOST_ROWS = 30;

  private final StringBuilder out = new StringBuilder();

  private Markdown() {}

  public static String of(RunSummary summary, Charts charts) {
    Markdown markdown = new Markdown();
    markdown.writeTop(summary);
    markdown.writeCharts("Where the time goes", charts.ceilings());
    markdown.writeCharts("Comparison", charts.comparison());
    markdown.writeEnergy(summary, charts);
    markdown.writeCharts("Accuracy", charts.accuracy());
    markdown.writeCases(summary, charts.omitted());
    markdown.writeGaps(summary);
    return markdown.out.toString();
  }

  private void writeEnergy(RunSummary summary, Charts charts) {
    line("## Energy, heat and clocks");
    EnergyWords.of(summary).forEach(each -> line(each));
    charts.energy().forEach(this::writeChart);
  }

  /** Backends of one run, or runs, against each other. */
  public static String of(List<RunSummary> runs, List<Comparison> comparisons) {
    Markdown markdown = new Markdown();
    markdown.line("# Assay comparison");
    markdown.writeBest(Champion.of(Contest.of(runs)));
    if (runs.size() == 1) {
      markdown.writeChips(ChipRanking.of(runs.getFirst()));
    }
    comparisons.forEach(markdown::writeComparison);
    markdown.line(Rules.DEFAULT.text());
    return markdown.out.toString();
  }

  private void writeBest(List<Champion> champions) {
    List<List<String>> rows = new ArrayList<>();
    for (Champion each : champions) {
      rows.add(
          List.of(
              each.group(),
              each.format(),
              each.name(),
              each.rivals().isEmpty() ? "–" : String.join(", ", each.rivals()),
              "%d of %d".formatted(each.fastest(), each.tasks()),
              each.lead().map(Units::ratio).orElse("–"),
              each.ceiling().map(Units::percent).orElse("–"),
              each.nmse().map(Units::error).orElse("–")));
    }
    rows(
        List.of(
            "operation",
            "format",
            "best",
            "not told slower",
            "fastest in",
            "ahead of the next",
            "of ceiling",
            "NMSE"),
        4,
        rows);
  }

  private void writeChips(ChipRanking ranking) {
    if (ranking.tasks().isEmpty()) {
      return;
    }
    line("## Which chip is fastest");
    ranking.sentence().ifPresent(this::line);
    List<List<String>> rows = new ArrayList<>();
    for (Contest.Task task : ranking.tasks()) {
      for (Contest.Entry entry : task.entries()) {
        CaseSummary each = entry.measured();
        rows.add(
            List.of(
                task.label(),
                each.where(),
                entry.name(),
                ChipRanking.standing(task, entry),
                String.join("; ", each.reasons()),
                each.rate().map(r -> Units.si(r.estimate(), each.rateUnit())).orElse("–"),
                entry.ratio().map(r -> Units.ratio(r.estimate())).orElse("–"),
                each.ceiling().map(c -> Units.percent(c.share())).orElse("–")));
      }
    }
    rows(
        List.of(
            "spec",
            "chip",
            "best backend",
            "verdict",
            "why",
            "rate",
            "of the fastest",
            "of its ceiling"),
        5,
        rows);
  }

  private void writeComparison(Comparison comparison) {
    line("## %s against %s".formatted(comparison.contender(), comparison.baseline()));
    List<List<String>> rows = new ArrayList<>();
    for (Comparison.Row row : comparison.rows()) {
      rows.add(
          List.of(
              row.label(),
              row.words(),
              row.reason(),
              row.ratio().map(r -> Units.ratio(r.estimate())).orElse("–"),
              row.ratio()
                  .map(r -> Units.ratio(r.low()) + " to " + Units.ratio(r.high()))
                  .orElse("–"),
              row.detectable().map(d -> Units.spread(d - 1)).orElse("–")));
    }
    rows(List.of("case", "verdict", "why", "ratio", "95 % interval", "could see"), 3, rows);
  }

  private void writeTop(RunSummary summary) {
    RunRecord run = summary.run();
    line("# Assay: " + MachineLine.chips(run));
    line(
        MachineLine.of(run)
            + ". "
            + MachineLine.when(run)
            + ", run "
            + run.invocation().id()
            + ".");
    Findings.of(summary)
        .forEach(finding -> out.append("- ").append(MarkdownText.of(finding)).append('\n'));
    out.append('\n');
  }

  private void writeCharts(String heading, List<Chart> charts) {
    if (charts.isEmpty()) {
      return;
    }
    line("## " + heading);
    charts.forEach(this::writeChart);
  }

  private void writeChart(Chart chart) {
    line("### " + chart.title());
    line(chart.subtitle());
    table(chart.table());
  }

  private void writeCases(RunSummary summary, List<String> omitted) {
    line("## All %d cases".formatted(summary.cases().size()));
    omitted.forEach(this::line);
    boolean metered = summary.tellsEnergy();
    List<List<String>> rows = new ArrayList<>();
    for (CaseSummary each : summary.cases()) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  each.record().key().spec(),
                  summary.who(each),
                  each.state().toString(),
                  each.rate().map(r -> Units.si(r.estimate(), each.rateUnit())).orElse("–"),
                  each.speed()
                      .map(s -> Units.spread(s.nanosPerOp().relativeHalfWidth()))
                      .orElse("–"),
                  each.latency().flatMap(l -> l.p99Nanos()).map(Units::duration).orElse("–"),
                  each.ceiling().map(c -> Units.percent(c.share())).orElse("–"),
                  each.record().accuracy() == null
                      ? "–"
                      : Units.error(each.record().accuracy().nmse())));
      if (metered) {
        row.add(each.energy().asOptional().map(EnergySummary::text).orElse("–"));
      }
      rows.add(row);
    }
    List<String> header =
        new ArrayList<>(
            List.of("case", "backend", "state", "rate", "±", "p99", "of ceiling", "NMSE"));
    if (metered) {
      header.add("J/op (of)");
    }
    rows(header, 3, rows);
  }

  private void writeGaps(RunSummary summary) {
    List<List<String>> rows =
        Problem.of(summary).stream()
            .map(each -> List.of(each.state().toString(), each.who(), each.what(), each.reason()))
            .toList();
    if (!rows.isEmpty()) {
      line("## What could not be measured");
      rows(List.of("state", "backend", "cases", "why"), 4, rows);
    }
  }

  private void table(DataTable table) {
    int all = table.rows().size();
    rows(table.header(), table.textColumns(), table.rows().subList(0, Math.min(all, MOST_ROWS)));
    if (all > MOST_ROWS) {
      line("%d more in the table of all cases.".formatted(all - MOST_ROWS));
    }
  }

  private void rows(List<String> header, int textColumns, List<List<String>> rows) {
    List<String> rule = new ArrayList<>(Collections.nCopies(textColumns, ":--"));
    rule.addAll(Collections.nCopies(header.size() - textColumns, "--:"));
    row(header);
    out.append('|').append(String.join("|", rule)).append("|\n");
    rows.forEach(this::row);
    out.append('\n');
  }

  private void row(List<String> cells) {
    out.append(
        cells.stream().map(MarkdownText::of).collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** A paragraph or heading; the marks in front of it are ours. */
  private void line(String text) {
    int mark = 0;
    while (mark < text.length() && text.charAt(mark) == '#') {
      mark++;
    }
    out.append(text, 0, mark).append(mark > 0 ? " " : "");
    out.append(MarkdownText.of(text.substring(mark))).append("\n\n");
  }
}
