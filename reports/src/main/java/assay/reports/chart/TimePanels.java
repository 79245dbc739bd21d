package assay.reports.chart;

import java.awt.Color;
import java.awt.Stroke;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Panels one below the other over one axis of time: speed, and what sensors said meanwhile. The
 * name and unit of each stand in it.
 *
 * @param panels the first is the tallest; at least one
 * @param spans shaded in all panels
 */
record TimePanels(List<Panel> panels, List<Span> spans) implements Chart.Drawing {

  /**
   * A line that breaks where {@code values} is NaN.
   *
   * @param label with unit
   * @param slot colour; {@link #SENSOR} for what has none of its own
   */
  record Panel(String label, int slot, double[] seconds, double[] values) {}

  /** What a span is. */
  enum Sort {
    MEASURED,
    HELD_BACK
  }

  /**
   * @param label above its beginning, or ""
   */
  record Span(double fromSeconds, double toSeconds, Sort sort, String label) {}

  static final int SENSOR = -1;

  private static final int FIRST = 132;
  private static final int OTHER = 78;
  private static final int GAP = 8;
  private static final int AXIS = 44;
  private static final int LEFT = 70;
  private static final int TICK = 84;

  /** Room for a panel's name above its line, in pixels. */
  private static final int NAME = 19;

  @Override
  public int height(int width) {
    return AXIS + FIRST + (panels.size() - 1) * (OTHER + GAP);
  }

  @Override
  public JFreeChart draw(ChartTheme theme, int width) {
    Clock clock = clock();
    int ticks = Math.max(2, (width - LEFT) / TICK);
    TickAxis x = new TickAxis(theme, clock.label(), clock.ticks(ticks), clock.low(), clock.high());
    CombinedDomainXYPlot all = new CombinedDomainXYPlot(x);
    all.setGap(GAP);
    all.setBackgroundPaint(null);
    all.setOutlineVisible(false);
    all.setInsets(new RectangleInsets(0, 0, 0, 0));
    all.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
    for (int i = 0; i < panels.size(); i++) {
      all.add(plot(theme, panels.get(i), clock, width, i == 0), i == 0 ? FIRST : OTHER);
    }
    return Plots.chart(theme, all);
  }

  private Clock clock() {
    double low = 0;
    double high = 0;
    for (Panel each : panels) {
      for (double at : each.seconds()) {
        low = Math.min(low, at);
        high = Math.max(high, at);
      }
    }
    return Clock.between(low, Math.max(high, low + 1e-3));
  }

  private XYPlot plot(ChartTheme theme, Panel panel, Clock clock, int width, boolean first) {
    int pixels = first ? FIRST : OTHER;
    Level level = Level.of(panel.values(), (double) NAME / (pixels - NAME));
    TickAxis y =
        new TickAxis(
            theme,
            "",
            Ticks.between(level.low(), level.top(), first ? 5 : 4),
            level.low(),
            level.high());
    y.setFixedDimension(LEFT - 14);
    XYPlot plot = Plots.bare(theme, null, y);
    plot.setDomainGridlinesVisible(false);
    XYSeries line = new XYSeries(0, false);
    Thinned thin = Thinned.of(panel.seconds(), panel.values(), Math.max(50, width - LEFT));
    for (int i = 0; i < thin.seconds().length; i++) {
      line.add(thin.seconds()[i] / clock.unitSeconds(), number(thin.values()[i]));
    }
    plot.setDataset(new XYSeriesCollection(line));
    plot.setRenderer(renderer(theme, panel, first));
    spans.forEach(each -> shade(theme, plot, each, clock));
    plot.addAnnotation(
        Plots.text(
            theme,
            panel.label(),
            clock.low(),
            level.high(),
            TextAnchor.TOP_LEFT,
            theme.palette().ink()));
    if (first) {
      spans.stream()
          .filter(each -> !each.label().isEmpty())
          .findFirst()
          .ifPresent(each -> name(theme, plot, each, clock, level));
    }
    return plot;
  }

  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static XYLineAndShapeRenderer renderer(ChartTheme theme, Panel panel, boolean first) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    // A line of one point would not be seen.
    renderer.setSeriesShapesVisible(0, panel.seconds().length < 3);
    Stroke stroke = first ? theme.strong() : theme.medium();
    renderer.setSeriesStroke(0, stroke);
    renderer.setSeriesPaint(
        0, panel.slot() == SENSOR ? theme.palette().muted() : theme.series(panel.slot()));
    return renderer;
  }

  private static void shade(ChartTheme theme, XYPlot plot, Span span, Clock clock) {
    Color paint =
        span.sort() == Sort.MEASURED ? theme.palette().grid() : theme.palette().heat().get(1);
    IntervalMarker marker =
        new IntervalMarker(
            span.fromSeconds() / clock.unitSeconds(),
            span.toSeconds() / clock.unitSeconds(),
            paint);
    marker.setAlpha(1f);
    plot.addDomainMarker(marker, Layer.BACKGROUND);
  }

  /** Beside the panel's own name where there is room for both, else low. */
  private static void name(ChartTheme theme, XYPlot plot, Span span, Clock clock, Level level) {
    double at = span.fromSeconds() / clock.unitSeconds();
    boolean right = at > (clock.low() + clock.high()) / 2;
    boolean beside = at > clock.low() + 0.3 * (clock.high() - clock.low());
    plot.addAnnotation(
        Plots.text(
            theme,
            right ? span.label() + " " : " " + span.label(),
            at,
            beside ? level.high() : level.low(),
            beside ? right ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT : TextAnchor.BOTTOM_LEFT,
            theme.palette().ink()));
  }

  /** The part of a value axis that is shown, with room above for a name. */
  private record Level(double low, double top, double high) {

    static Level of(double[] values, double room) {
      double[] known = java.util.Arrays.stream(values).filter(Double::isFinite).toArray();
      double least = java.util.Arrays.stream(known).min().orElse(0);
      double most = java.util.Arrays.stream(known).max().orElse(1);
      double size = Math.max(Math.abs(least), Math.abs(most));
      // What is a twentieth of the whole at most should not look like an earthquake.
      double span = Math.max(most - least, Math.max(0.05 * size, 1e-9));
      double middle = (least + most) / 2;
      double low = middle - span / 2 - 0.1 * span;
      low = least >= 0 ? Math.max(0, low) : low;
      double top = middle + span / 2 + 0.06 * span;
      return new Level(low, top, top + (top - low) * room);
    }
  }
}
