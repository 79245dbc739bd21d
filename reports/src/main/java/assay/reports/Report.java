package assay.reports;

import assay.reports.chart.BackendStyles;
import assay.reports.chart.Chart;
import assay.reports.chart.ChartRenderer;
import assay.reports.chart.ChartTheme;
import assay.reports.chart.Charts;
import assay.reports.chart.ComparisonChart;
import assay.reports.chart.ReplayChart;
import assay.reports.exchange.BencherJson;
import assay.reports.exchange.GithubBenchmark;
import assay.reports.exchange.JunitXml;
import assay.reports.judge.Comparison;
import assay.reports.page.ComparisonPage;
import assay.reports.page.Markdown;
import assay.reports.page.Page;
import assay.reports.pdf.PdfReport;
import assay.reports.record.RunRecord;
import assay.reports.record.WholeFile;
import assay.reports.summary.RunSummary;
import assay.reports.text.Csv;
import assay.reports.text.MachineLine;
import assay.reports.text.SensorCsv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the reports of a run, and of runs against each other. */
public final class Report {

  /** What can be written; {@link #option} is its name on the command line. */
  public enum Kind {
    HTML("html", "report.html"),
    MARKDOWN("md", "report.md"),
    PDF("pdf", "report.pdf"),
    CSV("csv", "cases.csv"),
    SVG("svg", "charts"),
    PNG("png", "charts"),
    JUNIT("junit", "junit.xml"),
    BENCHER("bmf", "bencher.json"),
    GITHUB("github-action-benchmark", "github-action-benchmark.json");

    private final String option;
    private final String fileName;

    Kind(String option, String fileName) {
      this.option = option;
      this.fileName = fileName;
    }

    public String option() {
      return option;
    }

    /** The file, or the folder of charts, inside the report folder. */
    public String fileName() {
      return fileName;
    }
  }

  /** The kind of this command-line name; empty for any other name. */
  public static Optional<Kind> kind(String option) {
    return Arrays.stream(Kind.values()).filter(kind -> kind.option().equals(option)).findFirst();
  }

  private final RunSummary summary;
  private final Charts charts;

  private Report(RunSummary summary) {
    this.summary = summary;
    this.charts = Charts.of(summary);
  }

  /**
   * Writes the wanted kinds into {@code folder}, which is made if need be.
   *
   * @return the files written, in the order of {@link Kind}
   * @throws assay.reports.record.UnwritableFileException naming the file
   */
  public static List<Path> write(RunRecord run, Path folder, Set<Kind> kinds) throws IOException {
    Report report = new Report(RunSummary.of(run));
    List<Path> written = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind)) {
        written.addAll(report.write(folder.resolve(kind.fileName()), kind));
      }
    }
    return written;
  }

  /** What a comparison can be written as. */
  public static final Set<Kind> OF_COMPARISONS =
      Collections.unmodifiableSet(EnumSet.of(Kind.HTML, Kind.MARKDOWN, Kind.SVG, Kind.PNG));

  /**
   * Writes a comparison into {@code folder}, which is made if need be: {@code compare.html} and so
   * on, and one chart of each comparison.
   *
   * @param runs one whose backends are compared, or several
   * @param kinds of {@link #OF_COMPARISONS}
   * @return the files written, in the order of {@link Kind}
   * @throws assay.reports.record.UnwritableFileException naming the file
   */
  public static List<Path> write(
      List<RunSummary> runs, List<Comparison> comparisons, Path folder, Set<Kind> kinds)
      throws IOException {
    List<String> backends = runs.size() == 1 ? runs.getFirst().backends() : List.of();
    RunRecord first = runs.getFirst().run();
    String where = "%s, %s".formatted(MachineLine.chips(first), MachineLine.when(first));
    List<Chart> charts = new ArrayList<>();
    ReplayChart.of(runs).ifPresent(charts::add);
    charts.addAll(ComparisonChart.all(comparisons, where, new BackendStyles(backends)));
    List<Path> written = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kinds.contains(kind)) {
        Path file = folder.resolve(kind.fileName().replace("report.", "compare."));
        written.addAll(
            switch (kind) {
              case HTML -> List.of(text(file, ComparisonPage.of(runs, charts)));
              case MARKDOWN -> List.of(text(file, Markdown.of(runs, comparisons)));
              case SVG, PNG -> drawings(file, charts, kind);
              default -> throw new IllegalArgumentException("no comparison as " + kind);
            });
      }
    }
    return written;
  }

  private List<Path> write(Path file, Kind kind) throws IOException {
    return switch (kind) {
      case HTML -> List.of(text(file, Page.of(summary, charts)));
      case MARKDOWN -> List.of(text(file, Markdown.of(summary, charts)));
      case PDF -> List.of(bytes(file, PdfReport.of(summary, charts)));
      case CSV -> tables(file);
      case SVG, PNG -> drawings(file, charts.all(), kind);
      case JUNIT -> List.of(text(file, JunitXml.of(summary)));
      case BENCHER -> List.of(text(file, BencherJson.of(summary)));
      case GITHUB -> List.of(text(file, GithubBenchmark.of(summary)));
    };
  }

  private List<Path> tables(Path file) throws IOException {
    List<Path> files = new ArrayList<>(List.of(text(file, Csv.of(summary))));
    Optional<String> sensors = SensorCsv.of(summary.run());
    if (sensors.isPresent()) {
      files.add(text(file.resolveSibling("sensors.csv"), sensors.get()));
    }
    return files;
  }

  private static List<Path> drawings(Path folder, List<Chart> charts, Kind kind)
      throws IOException {
    ChartRenderer renderer = new ChartRenderer(ChartTheme.light());
    List<Path> files = new ArrayList<>();
    for (Chart chart : charts) {
      Path file = folder.resolve(chart.id() + "." + kind.option());
      files.add(
          kind == Kind.SVG ? text(file, renderer.svg(chart)) : bytes(file, renderer.png(chart)));
    }
    return files;
  }

  private static Path text(Path file, String content) throws IOException {
    return bytes(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static Path bytes(Path file, byte[] content) throws IOException {
    return WholeFile.write(file, out -> out.write(content));
  }
}
