package assay.reports.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
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
            "speed-accuracy-matmul-decode",
            "error-by-format")) {
      assertTrue(ids.contains(wanted), ids.toString());
    }
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

  private static Charts charts(RunRecord run) {
    return Charts.of(RunSummary.of(run));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
