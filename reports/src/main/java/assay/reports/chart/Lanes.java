package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import assay.reports.summary.Interval;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * Rows of lanes: one marker with its interval per lane, its name and value written beside it.
 *
 * <p>Serves for every "one figure per backend per format" chart; written labels make a legend
 * needless.
 *
 * @param scale of the value axis
 * @param band a value with a line of its own, such as a ratio of 1, and what is as good as it
 */
record Lanes(List<Row> rows, Scale scale, Optional<Band> band) implements Chart.Drawing {

  /**
   * @param slot of {@link BackendStyles}
   * @param label beside the marker
   */
  record Lane(int slot, Interval value, String label) {}

  record Row(String head, List<Lane> lanes) {}

  /** A line, and the practical band around it: within, a difference matters to nobody. */
  record Band(double low, double line, double high) {

    /** Behind everything else, across the domain. */
    void addTo(XYPlot plot, Scale scale, ChartTheme theme) {
      IntervalMarker around =
          new IntervalMarker(scale.place(low), scale.place(high), theme.palette().grid());
      around.setAlpha(1f);
      plot.addDomainMarker(around, Layer.BACKGROUND);
      plot.addDomainMarker(
          new ValueMarker(scale.place(line), theme.palette().muted(), theme.dashed()),
          Layer.BACKGROUND);
    }
  }

  /** Where values go on the axis, and its ticks. */
  interface Scale {
    double place(double value);

    double low();

    double high();

    List<Tick> ticks(int width);

    String label();

    /** Whether a length from the axis to the marker means something. */
    boolean fromZero();
  }

  private static final int LANE = 16;
  private static final int ROW_GAP = 10;
  private static final int AXIS = 48;

  /** Mean widths in pixels, to leave room by. */
  private static final double HEAD_LETTER = 6.6;

  private static final double LABEL_LETTER = 5.6;

  @Override
  public int height(int width) {
    return AXIS + (int) total();
  }

  private double total() {
    return rows.stream().mapToDouble(row -> row.lanes().size() * LANE + ROW_GAP).sum();
  }

  @Override
  public JFreeChart draw(ChartTheme theme, int width) {
    double end = end(width);
    TickAxis x = new TickAxis(theme, scale.label(), scale.ticks(width), scale.low(), end);
    TickAxis y = new TickAxis(theme, "", heads(width), 0, Math.max(1, total())).asHeads(theme);
    y.setInverted(true);
    XYPlot plot = Plots.bare(theme, x, y);
    plot.setRangeGridlinesVisible(false);
    plot.setDataset(new XYIntervalSeriesCollection());
    plot.setRenderer(renderer(theme));
    double top = 0;
    for (Row row : rows) {
      for (int i = 0; i < row.lanes().size(); i++) {
        double at = top + ROW_GAP / 2.0 + (i + 0.5) * LANE;
        addLane(theme, plot, row.lanes().get(i), at, (end - scale.low()) / width);
      }
      top += row.lanes().size() * LANE + ROW_GAP;
      plot.addRangeMarker(
          new ValueMarker(top, theme.palette().grid(), theme.thin()), Layer.BACKGROUND);
    }
    band.ifPresent(each -> each.addTo(plot, scale, theme));
    return Plots.chart(theme, plot);
  }

  /** Labels stand right of their markers, so the axis leaves room for the longest at its end. */
  private double end(int width) {
    int longest = longest(rows.stream().flatMap(row -> row.lanes().stream()).map(Lane::label));
    double heads = longest(rows.stream().map(row -> head(row, width))) * HEAD_LETTER;
    double room = (longest * LABEL_LETTER + 14) / Math.max(120, width - heads - 40);
    return scale.low() + (scale.high() - scale.low()) / (1 - Math.min(0.6, room));
  }

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  /** At most two fifths of a narrow picture go to its heads. */
  private static String head(Row row, int width) {
    return Plain.cut(row.head(), Math.max(8, (int) (width * 0.4 / HEAD_LETTER)));
  }

  private List<Tick> heads(int width) {
    List<Tick> heads = new ArrayList<>();
    double top = 0;
    for (Row row : rows) {
      double height = row.lanes().size() * LANE + ROW_GAP;
      heads.add(new Tick(top + height / 2, head(row, width)));
      top += height;
    }
    return heads;
  }

  private void addLane(ChartTheme theme, XYPlot plot, Lane lane, double y, double perPixel) {
    var data = (XYIntervalSeriesCollection) plot.getDataset();
    var renderer = (XYErrorRenderer) plot.getRenderer();
    double at = scale.place(lane.value().estimate());
    double high = scale.place(lane.value().high());
    XYIntervalSeries series = new XYIntervalSeries(String.valueOf(data.getSeriesCount()));
    series.add(at, scale.place(lane.value().low()), high, y, y, y);
    int index = data.getSeriesCount();
    data.addSeries(series);
    renderer.setSeriesPaint(index, theme.series(lane.slot()));
    renderer.setSeriesShape(index, BackendStyles.shape(lane.slot()));
    if (scale.fromZero()) {
      plot.addAnnotation(
          new XYLineAnnotation(0, y, at, y, theme.stem(), theme.series(lane.slot())));
    }
    double right = Math.max(high, at + 5 * perPixel) + 7 * perPixel;
    plot.addAnnotation(
        Plots.text(theme, lane.label(), right, y, TextAnchor.CENTER_LEFT, theme.palette().ink()));
  }

  private static XYErrorRenderer renderer(ChartTheme theme) {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawOutlines(false);
    renderer.setDrawYError(false);
    renderer.setDrawXError(true);
    renderer.setCapLength(5);
    renderer.setErrorStroke(theme.strong());
    return renderer;
  }
}
