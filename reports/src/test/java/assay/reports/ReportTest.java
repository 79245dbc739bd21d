package assay.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.chart.Chart;
import assay.reports.chart.Charts;
import assay.reports.judge.Comparison;
import assay.reports.record.RunRecord;
import assay.reports.record.UnwritableFileException;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "html                    | report.html                  | <!DOCTYPE html>",
        "md                      | report.md                    | # Assay: AMD EPYC",
        "pdf                     | report.pdf                   | %PDF-1.",
        "csv                     | cases.csv                    | spec,operation,format",
        "junit                   | junit.xml                    | <?xml version",
        "bmf                     | bencher.json                 | {",
        "github-action-benchmark | github-action-benchmark.json | [",
      })
  void everyKindIsOneFileOfItsName(String option, String name, String start) throws IOException {
    Report.Kind kind = Report.kind(option).orElseThrow();
    List<Path> written =
        Report.write(SampleRun.standard(), folder.resolve("new"), EnumSet.of(kind));
    assertEquals(List.of(folder.resolve("new").resolve(name)), written);
    byte[] content = Files.readAllBytes(written.getFirst());
    assertTrue(
        new String(content, 0, 40, java.nio.charset.StandardCharsets.UTF_8).startsWith(start));
    assertEquals(1, files(folder).size(), "nothing else is left");
  }

  @Test
  void everyChartIsDrawnInBothKindsOfPicture() throws IOException {
    RunRecord run = SampleRun.standard();
    List<String> ids = Charts.of(RunSummary.of(run)).all().stream().map(Chart::id).toList();
    List<Path> written = Report.write(run, folder, EnumSet.of(Report.Kind.SVG, Report.Kind.PNG));
    List<Path> wanted =
        Stream.concat(ids.stream().map(id -> id + ".svg"), ids.stream().map(id -> id + ".png"))
            .map(name -> folder.resolve("charts").resolve(name))
            .toList();
    assertEquals(wanted, written);
    assertEquals(wanted.size(), files(folder).size());
  }

  @Test
  void comparisonsAreOnePageAndAChartOfEach() throws IOException {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      RunSummary summary = RunSummary.of(run);
      List<String> backends = summary.backends();
      List<Comparison> comparisons =
          List.of(
              Comparison.ofBackends(summary, backends.getFirst(), backends.getLast()),
              Comparison.ofBackends(summary, backends.getFirst(), backends.getLast()));
      Path own = folder.resolve("of " + backends.size());
      List<String> names =
          Report.write(List.of(summary), comparisons, own, Report.OF_COMPARISONS).stream()
              .map(file -> own.relativize(file).toString())
              .toList();
      assertEquals("compare.html", names.get(0));
      assertEquals("compare.md", names.get(1));
      assertTrue(names.get(3).endsWith("-2.svg"), "of two with one name none is lost: " + names);
      assertEquals(names.size(), files(own).size());
      String page = Files.readString(own.resolve("compare.html"));
      assertFalse(page.contains("<img") || page.contains("\u001b"), "no outside markup");
    }
  }

  @Test
  void whatCannotBeWrittenIsSaidInPlainWords() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Files.createDirectories(folder.resolve("taken/report.html/below"));
    for (Path place : List.of(file, file.resolve("below"), folder.resolve("taken"))) {
      var refused =
          assertThrows(
              UnwritableFileException.class,
              () -> Report.write(SampleRun.large(5), place, EnumSet.of(Report.Kind.HTML)));
      assertTrue(refused.getMessage().startsWith("cannot write " + place), refused.getMessage());
      assertFalse(refused.getMessage().contains("Exception"), refused.getMessage());
    }
    assertEquals("x", Files.readString(file));
    assertEquals(1, files(folder).size(), "no temporary file stays");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
