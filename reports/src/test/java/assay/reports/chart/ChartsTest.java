package assay.reports.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.judge.Comparison;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ChartsTest {

  private final ChartRenderer light = new ChartRenderer(ChartTheme.light());

  @Test
  void everyKindOfChartIsThere() {
    List<String> ids = charts(SampleRun.standard()).all().stream().map(Chart::id).toList();
    assertEquals(new HashSet<>(ids).size(), ids.size(), "ids name files");
    for (String wanted :
        List.of(
            "roofline",
            "ceiling-vector",
            "throughput-matmul-decode",
            "compare-vector-ggml",
            "latency-matmul-decode",
            "forks",
            "speed-accuracy-matmul-decode",
            "error-by-format")) {
      assertTrue(ids.contains(wanted), ids.toString());
    }
  }

  /** Ids of runs are long and say nothing; what was found is the title. */
  @Test
  void aComparisonsTitleIsItsFinding() {
    Comparison found = Comparison.ofRuns(three(1, 1, 1), three(1.08, 1.04, 0.8));
    Chart chart = ComparisonChart.of(found, "here", 0, 1).orElseThrow();
    assertTrue(
        chart
            .title()
            .matches("SLOWER: 2 of 3 cases, worst 7.\\d\u2009%; FASTER: 1, best 2.\u2009%"),
        chart.title());
    assertTrue(
        chart.subtitle().startsWith("20260304-100000-quick against 20260304-100000-quick · "),
        chart.subtitle());
    Chart same =
        ComparisonChart.of(Comparison.ofRuns(three(1, 1, 1), three(1, 1, 1)), "", 0, 1).get();
    assertEquals("SAME: 3 of 3 cases", same.title());
    Chart backends =
        charts(SampleRun.standard()).all().stream()
            .filter(each -> each.id().equals("compare-vector-ggml"))
            .findFirst()
            .orElseThrow();
    assertTrue(backends.title().startsWith("vector against ggml, FASTER: "), backends.title());
  }

  private static RunSummary three(double... slower) {
    SampleCase make = new SampleCase(23);
    List<CaseRecord> cases = new java.util.ArrayList<>();
    for (int i = 0; i < slower.length; i++) {
      cases.add(make.matmul("f32", 64 << i, 1, 4096, "vector", 1e6 * slower[i], 1e-13));
    }
    return RunSummary.of(SampleRun.of(cases, "cpu"));
  }

  @Test
  void svgIsWellFormedWithTextAsTextAndNothingActive() throws Exception {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      for (Chart chart : charts(run).all()) {
        String svg = light.svg(chart);
        Document parsed = parse(svg);
        assertTrue(parsed.getElementsByTagName("text").getLength() > 3, chart.id());
        assertEquals(0, parsed.getElementsByTagName("script").getLength());
        assertEquals(0, parsed.getElementsByTagName("image").getLength());
        assertFalse(svg.contains("href"), chart.id());
        assertTrue(chart.id().matches("[a-z0-9-]+"), chart.id());
      }
    }
  }

  @Test
  void everyChartHasItsNumbersItsMachineAndItsDay() {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      for (Chart chart : charts(run).all()) {
        DataTable table = chart.table();
        assertFalse(table.rows().isEmpty(), chart.id());
        table.rows().forEach(row -> assertEquals(table.header().size(), row.size(), chart.id()));
        assertTrue(chart.subtitle().contains(MachineLine.cpu(run)), chart.subtitle());
        assertTrue(chart.subtitle().contains(MachineLine.when(run)), chart.subtitle());
      }
    }
  }

  @Test
  void theRooflinesTableHoldsItsLines() {
    List<List<String>> rows = chart(SampleRun.standard(), "roofline").table().rows();
    assertTrue(
        rows.contains(
            List.of("ceiling, 2 thr", "–", "read bandwidth, memory", "–", "30.0\u2009GB/s", "–")),
        rows.toString());
    assertTrue(
        rows.contains(List.of("ceiling, 2 thr", "–", "FMA, f32", "–", "199\u2009GFLOP/s", "–")),
        rows.toString());
  }

  @Test
  void theLatencyTableHoldsEveryPlaceOfItsCurves() {
    RunRecord run = SampleRun.standard();
    DataTable table = chart(run, "latency-matmul-decode").table();
    List<String> places = table.rows().stream().map(List::getFirst).toList();
    assertEquals("50 %", places.getFirst());
    // 5 forks of 2000 operations support 99.99 %.
    assertTrue(places.containsAll(List.of("90 %", "99 %", "99.9 %", "99.99 %", "largest")));
    assertFalse(places.contains("99.995 %"), places.toString());
  }

  @Test
  void fewOperationsHaveNoTail() {
    SampleCase make = new SampleCase(3);
    CaseRecord made = make.matmul("f32", 64, 1, 64, "v", 1e4, 0);
    org.HdrHistogram.Histogram few = new org.HdrHistogram.Histogram(3);
    few.recordValue(10_000);
    few.recordValue(30_000);
    ForkRecord fork = made.forks().getFirst();
    ForkRecord.Latency latency = new ForkRecord.Latency(2, SampleCase.encode(few));
    ForkRecord timed =
        new ForkRecord(0, "", 1, List.of(), fork.iterations(), latency, fork.hardware(), "");
    RunRecord run = SampleRun.of(List.of(SampleCase.withForks(made, List.of(timed))), "cpu");
    Chart chart = chart(run, "latency-matmul-decode");
    assertEquals(
        List.of("50 %", "largest", "operations"),
        chart.table().rows().stream().map(List::getFirst).toList());
    assertFalse(chart.title().contains("99"), chart.title());
  }

  @Test
  void differentFillsAreNeverPooled() {
    SampleCase make = new SampleCase(3);
    List<CaseRecord> cases = new java.util.ArrayList<>();
    for (String fill : List.of("gaussian", "real")) {
      for (long m : new long[] {1024, 2048}) {
        CaseRecord made =
            make.matmul("q4_K", m, 1, 1024, "v", 1e6, fill.equals("real") ? 4e-3 : 1e-3);
        CaseRecord.Key key = made.key();
        cases.add(
            SampleCase.withKey(
                made, new CaseRecord.Key(key.spec(), "v", "", "cpu", 2, "cold", fill)));
      }
    }
    RunRecord run = SampleRun.of(cases, "cpu");
    List<List<String>> errors = chart(run, "error-by-format").table().rows();
    assertEquals(
        List.of("stored weights, gaussian", "stored weights, real", "v, gaussian", "v, real"),
        errors.stream().map(row -> row.get(1)).toList());
    assertEquals("4.0e-3", errors.getLast().get(2));
    assertEquals(4, chart(run, "ceiling-v").table().rows().size());
  }

  @Test
  void whatIsNotDrawnIsNamed() {
    assertTrue(
        charts(SampleRun.standard()).omitted().stream()
            .anyMatch(each -> each.startsWith("2 of 5 latency curves are drawn")));
    Charts large = charts(SampleRun.large(500));
    assertTrue(
        large.omitted().stream().anyMatch(each -> each.startsWith("4 of 5 maps")),
        large.omitted().toString());
    Chart map =
        large.all().stream().filter(each -> each.id().equals("ceiling-vector")).findAny().get();
    assertTrue(map.subtitle().contains("the first 24 of "), map.subtitle());
  }

  @Test
  void titlesAreWrittenIntoFiles() {
    Chart chart = charts(SampleRun.standard()).ceilings().getFirst();
    assertTrue(light.svg(chart).contains("Memory binds"), chart.title());
  }

  @Test
  void inlineDrawingsLeaveEveryColourToThePage() {
    for (Chart chart : charts(SampleRun.standard()).all()) {
      String svg = light.inline(chart, chart.id(), 340);
      assertFalse(svg.contains("rgb("), chart.id());
      assertFalse(svg.contains("\"white\"") || svg.contains("\"black\""), chart.id());
      assertTrue(svg.contains("var(--ink)"), chart.id());
    }
  }

  @Test
  void palettesNameEveryColourOnce() {
    for (Palette palette : List.of(Palette.LIGHT, Palette.DARK)) {
      Set<Color> colours = new HashSet<>(palette.named().values());
      assertEquals(palette.named().size(), colours.size());
    }
    assertEquals(Palette.LIGHT.named().keySet(), Palette.DARK.named().keySet());
  }

  /** WCAG 2 asks 4.5 for text and 3 for graphics. */
  @Test
  void contrastIsEnough() {
    for (Palette palette : List.of(Palette.LIGHT, Palette.DARK)) {
      assertTrue(contrast(palette.ink(), palette.background()) > 10);
      assertTrue(contrast(palette.muted(), palette.background()) > 4.5);
      for (int i = 0; i < palette.heat().size(); i++) {
        assertTrue(contrast(palette.heat().get(i), palette.heatInk().get(i)) > 3.4, "heat " + i);
      }
    }
    for (Color series : Palette.DARK.series()) {
      assertTrue(contrast(series, Palette.DARK.background()) > 3, series.toString());
    }
  }

  @Test
  void pngHasTheSizeAndColourOfTheTheme() throws Exception {
    Chart chart = charts(SampleRun.standard()).ceilings().get(1);
    byte[] png = new ChartRenderer(ChartTheme.dark()).png(chart);
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(1800, image.getWidth());
    assertEquals(Palette.DARK.background().getRGB(), image.getRGB(2, 2));
  }

  @Test
  void backendsKeepTheirColoursFromRunToRun() {
    var one = new BackendStyles(List.of("vector", "ggml", "mine"));
    var other = new BackendStyles(List.of("ggml", "vector"));
    assertEquals(one.slot("ggml"), other.slot("ggml"));
    assertEquals(one.slot("vector"), other.slot("vector"));
    assertEquals(3, Set.of(one.slot("vector"), one.slot("ggml"), one.slot("mine")).size());
  }

  @Test
  void smallAndBrokenRunsStillDraw() {
    SampleCase make = new SampleCase(2);
    for (RunRecord run :
        List.of(
            SampleRun.of(List.of(), "cpu"),
            SampleRun.of(List.of(make.matmul("f32", 8, 1, 8, "v", 1e4, 0)), "cpu"),
            SampleRun.of(List.of(make.dequant("q8_0", 8, 256, "v", 1e5, Double.NaN)), "cpu"))) {
      for (Chart chart : charts(run).all()) {
        for (int width : new int[] {200, 340, 900}) {
          light.inline(chart, "x", width);
        }
      }
    }
  }

  private static double contrast(Color a, Color b) {
    double lighter = Math.max(luminance(a), luminance(b));
    double darker = Math.min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double luminance(Color colour) {
    float[] rgb = colour.getRGBColorComponents(null);
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      linear[i] = rgb[i] <= 0.04045 ? rgb[i] / 12.92 : Math.pow((rgb[i] + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  private static Chart chart(RunRecord run, String id) {
    return charts(run).all().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Charts charts(RunRecord run) {
    return Charts.of(RunSummary.of(run));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
