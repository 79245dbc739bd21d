package assay.reports.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;
import assay.reports.chart.Chart;
import assay.reports.chart.Charts;
import assay.reports.judge.Comparison;
import assay.reports.judge.Judgement;
import assay.reports.judge.Verdict;
import assay.reports.pdf.PdfReport;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RecordJson;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleCourse;
import assay.reports.sample.SampleEnergy;
import assay.reports.sample.SampleRun;
import assay.reports.summary.Metric;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.Csv;
import assay.reports.text.SensorCsv;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Energy in every output: what is there, what it covers, and what is said where there is none. */
class EnergyPageTest {

  private static final Channel PACKAGE = SampleEnergy.channel("rapl/package-0", Scope.PACKAGE);
  private static final Channel WALL = SampleEnergy.channel("meter/scpi:host:5025", Scope.WALL);

  private final SampleCase samples = new SampleCase(11);

  private CaseRecord fast() {
    return samples.matmul("q4_K", 4096, 1, 4096, "native", 1e6, 1e-6);
  }

  private CaseRecord slow() {
    return samples.matmul("q8_0", 4096, 1, 4096, "vector", 2e6, 1e-8);
  }

  private static RunSummary run(CaseRecord... cases) {
    return RunSummary.of(SampleEnergy.idle(SampleRun.of(List.of(cases), "cpu"), PACKAGE));
  }

  private static RunSummary metered(CaseRecord first, CaseRecord second) {
    return run(
        SampleEnergy.metered(first, PACKAGE, 100), SampleEnergy.metered(second, PACKAGE, 40));
  }

  private static Chart chart(RunSummary run, String id) {
    return Charts.of(run).energy().stream()
        .filter(each -> each.id().startsWith(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no chart " + id));
  }

  /** 100 W for 1 ms are 0.1 J, 40 W for 2 ms 0.08 J: neither beats the other in both. */
  @Test
  void theThriftiestAndTheFastestAreNamed() {
    Chart chart = chart(metered(fast(), slow()), "energy-speed");
    assertTrue(chart.title().startsWith("q8_0 on vector takes 80"), chart.title());
    assertTrue(
        chart.title().matches(".*the fastest, q4_K on native, takes (99|10[01]).*mJ.*"),
        chart.title());
    assertTrue(chart.subtitle().contains("package"), chart.subtitle());
    assertEquals(
        2, chart.table().rows().stream().filter(row -> row.get(2).equals("unbeaten")).count());
  }

  @Test
  void joulesOfDifferentThingsAreNotInOnePicture() {
    RunSummary run =
        run(SampleEnergy.metered(fast(), PACKAGE, 100), SampleEnergy.metered(slow(), WALL, 140));
    assertTrue(
        Charts.of(run).energy().stream().noneMatch(each -> each.id().startsWith("energy-speed")));
  }

  @Test
  void norInOneVerdict() {
    CaseRecord plain = fast();
    RunSummary before = run(SampleEnergy.metered(plain, PACKAGE, 100));
    RunSummary after = run(SampleEnergy.metered(plain, WALL, 100));
    Judgement energy = judged(before, after);
    assertEquals(Verdict.NOT_COMPARABLE, energy.verdict());
    assertEquals("its energy covers \"wall\", and covered \"package\" before", energy.reason());
    assertEquals(
        Verdict.SLOWER, judged(before, run(SampleEnergy.metered(plain, PACKAGE, 150))).verdict());
  }

  private static Judgement judged(RunSummary before, RunSummary after) {
    return Comparison.ofRuns(before, after).rows().getFirst().judgements().stream()
        .filter(each -> each.metric() == Metric.ENERGY)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLoadThatSlowsDownSaysWhenAndHowFar() {
    var course = SampleCourse.of(900, 5, SampleCourse.drop(300, 0.7), 0.01, 3);
    RunSummary run = run(SampleEnergy.sustained(fast(), course));
    Chart chart = chart(run, "sustained-1");
    assertTrue(chart.title().contains("30"), chart.title());
    assertTrue(chart.subtitle().contains("held back"), chart.subtitle());
    assertTrue(chart.table().rows().toString().contains("slower for good from"));
  }

  @Test
  void everyOutputHasIt() {
    RunSummary run = metered(fast(), slow());
    Charts charts = Charts.of(run);
    String page = Page.of(run, charts);
    String markdown = Markdown.of(run, charts);
    for (String text : List.of(page, markdown)) {
      assertTrue(text.contains("2 of 2 cases tell their energy"));
      assertTrue(text.contains("At rest before the forks"));
      assertTrue(text.contains("all cores"));
    }
    assertTrue(page.contains("id=\"energy\"") && page.contains("id=\"strips"));
    String[] csv = Csv.of(run).split("\r\n");
    assertTrue(csv[0].contains("joules_per_op_low") && csv[0].contains("energy_scope"));
    assertTrue(csv[1].contains("package") && csv[1].contains("counter"), csv[1]);
  }

  /** One case is in no picture of energy against speed. */
  @Test
  void aSingleCaseHasItsFigureAndWhatItCovers() throws IOException {
    RunSummary run = run(SampleEnergy.metered(fast(), PACKAGE, 100));
    double joules =
        run.cases().getFirst().energy().asOptional().orElseThrow().joulesPerOp().estimate();
    String figure = Units.si(joules, "J");
    String page = Page.of(run, Charts.of(run));
    assertTrue(page.contains(figure + " <span class=\"covers\">package</span>"), figure);
    assertTrue(page.contains("energy       " + figure + "/op, covers package, "), figure);
    String markdown = Markdown.of(run, Charts.of(run));
    assertTrue(markdown.contains(" | J/op (of) |"), markdown);
    assertTrue(markdown.contains(" | " + figure + " (package) |"), markdown);
    try (PDDocument pdf = Loader.loadPDF(PdfReport.of(run, Charts.of(run)))) {
      String text = new PDFTextStripper().getText(pdf);
      assertTrue(text.contains("J/op (of)") && text.contains("and are of: package"), text);
      assertTrue(
          text.replace('\u2009', ' ').contains(figure.replace('\u2009', ' ') + " (package)"), text);
    }
  }

  @Test
  void tablesWithoutEnergyHaveNoColumnForIt() throws IOException {
    RunSummary run = RunSummary.of(SampleRun.of(List.of(fast(), slow()), "cpu"));
    assertFalse(Markdown.of(run, Charts.of(run)).contains("J/op"));
    try (PDDocument pdf = Loader.loadPDF(PdfReport.of(run, Charts.of(run)))) {
      assertFalse(new PDFTextStripper().getText(pdf).contains("J/op"));
    }
  }

  @Test
  void aReasonIsMadeSafeForMarkdownOnce() {
    CaseRecord metered = SampleEnergy.metered(fast(), PACKAGE, 100);
    CaseRecord denied =
        SampleEnergy.with(
            metered,
            metered.origins(),
            metered.forks().stream()
                .map(fork ->
                    fork.with(
                        Map.of(ForkRecord.ENERGY, Reading.denied("energy_uj < root")),
                        fork.telemetry()))
                .toList());
    RunSummary run = run(denied);
    String markdown = Markdown.of(run, Charts.of(run));
    assertTrue(markdown.contains("energy\\_uj &lt; root"), markdown);
    assertFalse(markdown.contains("\\\\"), markdown);
    assertFalse(markdown.contains("&amp;lt;"), markdown);
  }

  @Test
  void whatSensorsSaidIsATableToo() {
    RunRecord run = metered(fast(), slow()).run();
    List<String> rows = SensorCsv.of(run).orElseThrow().lines().toList();
    assertEquals("case,round,channel,scope,part,measure,unit,seconds,value", rows.getFirst());
    int samples =
        run.cases().stream()
            .flatMap(each -> each.forks().stream())
            .flatMap(fork -> fork.telemetry().strips().stream())
            .mapToInt(strip -> strip.seconds().length)
            .sum();
    assertTrue(samples > 0);
    assertEquals(1 + samples, rows.size());
    assertTrue(rows.stream().anyMatch(row -> row.contains("rapl/package-0,package,")));
    assertTrue(SensorCsv.of(RunSummary.of(SampleRun.of(List.of(fast()), "cpu")).run()).isEmpty());
  }

  @Test
  void aCourseIsATableOfItsSlices() {
    var course = SampleCourse.of(900, 5, SampleCourse.drop(300, 0.7), 0.01, 3);
    String table = SensorCsv.of(run(SampleEnergy.sustained(fast(), course)).run()).orElseThrow();
    long rates = table.lines().filter(row -> row.contains(",operations,,,RATE,1/s,")).count();
    assertEquals(course.slices().size(), rates);
  }

  /** One sentence, not one for every case. */
  @Test
  void withoutASensorTheReasonIsSaidOnce() {
    RunSummary run = RunSummary.of(SampleRun.of(List.of(fast(), slow()), "cpu"));
    String page = Page.of(run, Charts.of(run));
    assertTrue(page.contains("No case tells its energy: no energy counter on this machine."));
    assertTrue(Charts.of(run).energy().isEmpty());
  }

  @Test
  void namesFromOutsideAreText() {
    Channel hostile =
        SampleEnergy.channel("meter/<script>alert(1)</script>\u001b[31m", Scope.PACKAGE);
    RunSummary run = run(SampleEnergy.metered(fast(), hostile, 100));
    String page = Page.of(run, Charts.of(run));
    assertFalse(page.contains("<script>alert(1)"));
    assertFalse(page.contains("\u001b"));
  }

  @Test
  void telemetryIsWrittenAndRead() {
    RunRecord run =
        SampleEnergy.idle(
            SampleRun.of(List.of(SampleEnergy.metered(fast(), PACKAGE, 100)), "cpu"), PACKAGE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RecordJson().write(run, out);
    RunRecord read = new RecordJson().read(out.toByteArray(), "memory");
    // Arrays of strips are equal by what is in them, not as records compare them.
    assertEquals(run.idle(), read.idle());
    var before = run.cases().getFirst().forks().getFirst().telemetry();
    var after = read.cases().getFirst().forks().getFirst().telemetry();
    assertEquals(before.energies(), after.energies());
    assertEquals(before.windows(), after.windows());
    assertEquals(
        List.of(40.0, 50.0, 60.0, 65.0),
        java.util.Arrays.stream(after.strips().get(1).values()).boxed().toList());
  }
}
