package assay.reports;

import assay.reports.chart.Chart;
import assay.reports.chart.ChartRenderer;
import assay.reports.chart.ChartTheme;
import assay.reports.chart.Charts;
import assay.reports.exchange.BencherJson;
import assay.reports.exchange.GithubBenchmark;
import assay.reports.exchange.JunitXml;
import assay.reports.page.Markdown;
import assay.reports.page.Page;
import assay.reports.pdf.PdfReport;
import assay.reports.record.RunRecord;
import assay.reports.summary.RunSummary;
import assay.reports.text.Csv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes the reports of a run. */
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
  private final ChartRenderer renderer = new ChartRenderer(ChartTheme.light());

  private Report(RunSummary summary) {
    this.summary = summary;
    this.charts = Charts.of(summary);
  }

  /**
   * Writes the wanted kinds into {@code folder}, which is made if need be.
   *
   * @return the files written, in the order of {@link Kind}
   * @throws IOException naming the file that could not be written
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

  private List<Path> write(Path file, Kind kind) throws IOException {
    return switch (kind) {
      case HTML -> List.of(text(file, Page.of(summary, charts)));
      case MARKDOWN -> List.of(text(file, Markdown.of(summary, charts)));
      case PDF -> List.of(bytes(file, PdfReport.of(summary, charts)));
      case CSV -> List.of(text(file, Csv.of(summary)));
      case SVG -> drawings(file, charts, ".svg", this::svg);
      case PNG -> drawings(file, charts, ".png", renderer::png);
      case JUNIT -> List.of(text(file, JunitXml.of(summary)));
      case BENCHER -> List.of(text(file, BencherJson.of(summary)));
      case GITHUB -> List.of(text(file, GithubBenchmark.of(summary)));
    };
  }

  private byte[] svg(Chart chart) {
    return renderer.svg(chart).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Path> drawings(
      Path folder, Charts charts, String suffix, Function<Chart, byte[]> drawn) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Chart chart : charts.all()) {
      files.add(bytes(folder.resolve(chart.id() + suffix), drawn.apply(chart)));
    }
    return files;
  }

  private static Path text(Path file, String content) throws IOException {
    return bytes(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** A reader never meets half a file, also when the disk fills up. */
  private static Path bytes(Path file, byte[] content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw new IOException("cannot write %s: %s".formatted(file, e), e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The failure to write is what the caller must hear of.
    }
  }
}
