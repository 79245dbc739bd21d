package assay.reports.pdf;

import assay.probe.Machine;
import assay.reports.chart.Chart;
import assay.reports.chart.ChartRenderer;
import assay.reports.chart.ChartTheme;
import assay.reports.chart.Charts;
import assay.reports.judge.Findings;
import assay.reports.record.RunRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.EnergyWords;
import assay.reports.summary.Problem;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;

/** A run as a PDF for people who were not there. */
public final class PdfReport {

  public static final Color INK = new Color(0x1B1F24);
  public static final Color MUTED = new Color(0x59636E);

  private static final int CHART_WIDTH = 700;
  private static final double[] CASE_WIDTHS = {88, 112, 44, 74, 66, 40, 40, 35};
  private static final boolean[] CASE_RIGHT = {false, false, false, false, true, true, true, true};
  private static final double[] METERED_WIDTHS = {72, 88, 40, 58, 62, 32, 36, 31, 80};
  private static final boolean[] METERED_RIGHT = {
    false, false, false, false, true, true, true, true, true
  };

  private final RunSummary summary;
  private final Charts charts;
  private final PdfPages pages;
  private final ChartRenderer renderer = new ChartRenderer(ChartTheme.light());

  private PdfReport(RunSummary summary, Charts charts, PdfPages pages) {
    this.summary = summary;
    this.charts = charts;
    this.pages = pages;
  }

  /**
   * @throws IOException when PDFBox cannot build the document in memory
   */
  public static byte[] of(RunSummary summary, Charts charts) throws IOException {
    String title = "Assay: " + MachineLine.chips(summary.run());
    try (PdfPages pages = new PdfPages(title)) {
      new PdfReport(summary, charts, pages).write();
      return pages.finished();
    }
  }

  private void write() throws IOException {
    RunRecord run = summary.run();
    pages.paragraph(MachineLine.chips(run), 20, INK);
    pages.paragraph(MachineLine.of(run), 9.5, MUTED);
    pages.paragraph(
        MachineLine.when(run) + " · run " + Plain.of(run.invocation().id()), 9.5, MUTED);
    pages.space(14);
    for (String finding : Findings.of(summary)) {
      pages.paragraph(Plain.of(finding), 12, INK);
      pages.space(5);
    }
    section("Where the time goes", charts.ceilings());
    section("Comparison", charts.comparison());
    writeEnergy();
    section("Accuracy", charts.accuracy());
    writeCases();
    writeGaps();
  }

  private void writeEnergy() throws IOException {
    heading("Energy, heat and clocks", 30);
    for (String each : EnergyWords.of(summary)) {
      pages.paragraph(Plain.of(each), 9.5, INK);
    }
    pages.space(6);
    for (Chart chart : charts.energy()) {
      write(chart);
    }
  }

  private void heading(String text, double room) throws IOException {
    pages.space(14);
    pages.need(24 + room);
    pages.paragraph(text, 14, INK);
    pages.space(4);
  }

  private void section(String name, List<Chart> charts) throws IOException {
    if (charts.isEmpty()) {
      return;
    }
    heading(name, 60 + height(charts.getFirst()));
    for (Chart chart : charts) {
      write(chart);
    }
  }

  private static double height(Chart chart) {
    return chart.drawing().height(CHART_WIDTH) * PdfPages.WIDTH / CHART_WIDTH;
  }

  private void write(Chart chart) throws IOException {
    pages.need(46 + height(chart));
    pages.paragraph(chart.title(), 11, INK);
    pages.paragraph(chart.subtitle(), 8, MUTED);
    pages.space(4);
    pages.picture(drawn(chart), CHART_WIDTH, chart.drawing().height(CHART_WIDTH));
    pages.space(14);
  }

  private PDFormXObject drawn(Chart chart) throws IOException {
    int height = chart.drawing().height(CHART_WIDTH);
    PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(pages.document(), CHART_WIDTH, height);
    try (var texts = new PdfBoxGraphics2DFontTextDrawer()) {
      if (writable(chart)) {
        texts.registerFont("Liberation Sans", pages.font().font());
      }
      // Without the font registered, text is drawn as outlines from whatever font has it.
      graphics.setFontTextDrawer(texts);
      renderer.paint(chart, graphics, CHART_WIDTH);
    } finally {
      graphics.dispose();
    }
    return graphics.getXFormObject();
  }

  private boolean writable(Chart chart) {
    return chart.table().rows().stream()
        .flatMap(List::stream)
        .allMatch(cell -> pages.font().writable(cell).equals(cell));
  }

  private void writeCases() throws IOException {
    heading("All %d cases".formatted(summary.cases().size()), 40);
    for (String each : charts.omitted()) {
      pages.paragraph(each, 8, MUTED);
    }
    pages.paragraph(
        "The numbers behind each chart, with intervals and percentiles, are in the HTML and Markdown reports of this run.",
        8,
        MUTED);
    boolean metered = summary.tellsEnergy();
    double[] widths = metered ? METERED_WIDTHS : CASE_WIDTHS;
    boolean[] right = metered ? METERED_RIGHT : CASE_RIGHT;
    List<String> head =
        new ArrayList<>(
            List.of("case", "shape", "format", "backend", "rate", "±", "ceiling", "NMSE"));
    if (metered) {
      head.add("J/op (of)");
      // A cell is cut where it is too long.
      String covered = String.join("; ", EnergySummary.byScope(summary.cases()).keySet());
      pages.paragraph("Joules here have idle in them, and are of: " + Plain.of(covered), 8, MUTED);
    }
    pages.row(head, widths, right, 7.5, MUTED);
    for (CaseSummary each : summary.cases()) {
      List<String> cells = new ArrayList<>(cells(each));
      if (metered) {
        cells.add(each.energy().asOptional().map(EnergySummary::text).map(Plain::of).orElse("–"));
      }
      pages.need(13);
      pages.row(cells, widths, right, 7.5, each.isValid() ? INK : MUTED);
    }
  }

  private List<String> cells(CaseSummary each) {
    String rate =
        each.isValid()
            ? Units.si(each.rate().orElseThrow().estimate(), each.rateUnit())
            : each.state().toString();
    return List.of(
        Plain.of(each.shape().group()),
        Plain.of(each.shape().label()),
        Plain.of(each.format()),
        Plain.of(summary.who(each)),
        rate,
        each.speed().map(s -> Units.spread(s.nanosPerOp().relativeHalfWidth())).orElse("–"),
        each.ceiling().map(c -> Units.percent(c.share())).orElse("–"),
        each.record().accuracy() == null ? "–" : Units.error(each.record().accuracy().nmse()));
  }

  private void writeGaps() throws IOException {
    heading("How it was measured, and what could not be", 60);
    RunRecord run = summary.run();
    pages.paragraph(
        "JMH measured every case in JVMs of its own, in rounds of shuffled order (seed %d). Speeds are geometric means over forks with Student's 95 %% intervals of their logarithms; ceilings were measured in the same run. %s %s, %s, Assay %s."
            .formatted(
                run.invocation().seed(),
                Plain.of(run.jvm().vendor()),
                Plain.of(run.jvm().version()),
                Plain.of(run.jvm().vm()),
                Plain.of(run.tool().version())),
        9,
        INK);
    pages.space(6);
    for (Problem each : Problem.of(summary)) {
      gap("%s, %s, %s".formatted(each.state(), each.who(), each.what()), each.reason());
    }
    for (RunRecord.BackendRecord backend : run.backends()) {
      if (!backend.version().isPresent()) {
        gap("backend " + backend.id(), MachineLine.shown(backend.version()));
      }
    }
    for (Machine.Sensor sensor : run.machine().sensors()) {
      if (!sensor.reading().isPresent()) {
        gap("sensor " + sensor.id(), MachineLine.shown(sensor.reading()));
      }
    }
  }

  private void gap(String what, String why) throws IOException {
    pages.paragraph(Plain.of("%s: %s".formatted(what, why)), 8, MUTED);
  }
}
