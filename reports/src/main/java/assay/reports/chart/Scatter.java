package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import java.awt.geom.Ellipse2D;
import java.util.List;
import java.util.function.IntFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Points and lines over two axes, with one key line on top where names cannot stand beside points.
 *
 * @param limits ceilings: lines with a name
 */
record Scatter(Axis x, Axis y, List<Series> series, List<Limit> limits, boolean key)
    implements Chart.Drawing {

  /**
   * @param ticks by how many labels fit
   */
  record Axis(String label, double low, double high, IntFunction<List<Tick>> ticks) {}

  /**
   * @param label beside the point, or ""
   */
  record Point(double x, double y, String label) {}

  /**
   * @param joined whether the points are one curve
   */
  record Series(String name, int slot, boolean joined, List<Point> points) {}

  /** From one point to another; the name stands along the line, or above its end when level. */
  record Limit(String name, double x1, double y1, double x2, double y2) {
    boolean level() {
      return y1 == y2;
    }
  }

  /** Around the plot, roughly, for what must be known before anything is drawn. */
  private static final int LEFT = 64;

  private static final int BELOW = 70;

  @Override
  public int height(int width) {
    return Math.clamp(width * 6L / 10, 300, 460);
  }

  @Override
  public JFreeChart draw(ChartTheme theme, int width) {
    TickAxis domain = axis(theme, x, Math.max(3, width / 90));
    TickAxis range = axis(theme, y, 7);
    XYPlot plot = Plots.bare(theme, domain, range);
    XYSeriesCollection data = new XYSeriesCollection();
    plot.setDataset(data);
    plot.setRenderer(renderer());
    limits.forEach(limit -> addLimit(theme, plot, limit, width));
    for (Series each : series) {
      addSeries(theme, plot, data, each);
    }
    addLabels(theme, plot, width);
    JFreeChart chart = Plots.chart(theme, plot);
    if (key) {
      plot.setFixedLegendItems(items(theme));
      chart.addLegend(legend(theme, plot));
    }
    return chart;
  }

  /** Outlines would double the size of every marker's SVG. */
  private static XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setDrawOutlines(false);
    renderer.setDrawSeriesLineAsPath(true);
    return renderer;
  }

  private static TickAxis axis(ChartTheme theme, Axis axis, int labels) {
    return new TickAxis(theme, axis.label(), axis.ticks().apply(labels), axis.low(), axis.high());
  }

  /** Data units per pixel, along x and y. */
  private double perPixelX(int width) {
    return (x.high() - x.low()) / (width - LEFT);
  }

  private double perPixelY(int width) {
    return (y.high() - y.low()) / (height(width) - BELOW);
  }

  private void addLabels(ChartTheme theme, XYPlot plot, int width) {
    double right = perPixelX(width);
    double down = perPixelY(width);
    LabelPlacer placer = new LabelPlacer(width - LEFT);
    List<Point> points = series.stream().flatMap(each -> each.points().stream()).toList();
    points.forEach(p -> placer.addMarker((p.x() - x.low()) / right, (y.high() - p.y()) / down));
    for (Point p : points) {
      if (!p.label().isEmpty()) {
        placer
            .place((p.x() - x.low()) / right, (y.high() - p.y()) / down, p.label())
            .ifPresent(place ->
                plot.addAnnotation(
                    Plots.text(
                        theme,
                        p.label(),
                        p.x() + place.dx() * right,
                        p.y() - place.dy() * down,
                        place.anchor(),
                        theme.palette().ink())));
      }
    }
  }

  private static void addSeries(
      ChartTheme theme, XYPlot plot, XYSeriesCollection data, Series each) {
    int index = data.getSeriesCount();
    XYSeries points = new XYSeries(index, false);
    each.points().forEach(point -> points.add(point.x(), point.y()));
    data.addSeries(points);
    var renderer = (XYLineAndShapeRenderer) plot.getRenderer();
    renderer.setSeriesLinesVisible(index, each.joined());
    renderer.setSeriesShapesVisible(index, true);
    renderer.setSeriesStroke(index, theme.strong());
    renderer.setSeriesPaint(index, theme.series(each.slot()));
    renderer.setSeriesShape(
        index,
        each.joined() ? new Ellipse2D.Double(-2, -2, 4, 4) : BackendStyles.shape(each.slot()));
  }

  private void addLimit(ChartTheme theme, XYPlot plot, Limit limit, int width) {
    plot.addAnnotation(
        new XYLineAnnotation(
            limit.x1(),
            limit.y1(),
            limit.x2(),
            limit.y2(),
            theme.dashed(),
            theme.palette().muted()));
    if (limit.name().isEmpty()) {
      return;
    }
    double right = perPixelX(width);
    double up = perPixelY(width);
    TextAnchor anchor = limit.level() ? TextAnchor.BOTTOM_RIGHT : TextAnchor.BOTTOM_LEFT;
    double lift = (limit.level() ? 2 : 3) * up;
    double in = (limit.level() ? -8 : 10) * right;
    double slope = limit.level() ? 0 : (limit.y2() - limit.y1()) / (limit.x2() - limit.x1());
    var text =
        Plots.text(
            theme,
            limit.name(),
            (limit.level() ? limit.x2() : limit.x1()) + in,
            limit.y1() + slope * in + lift,
            anchor,
            theme.palette().muted());
    text.setRotationAnchor(anchor);
    text.setRotationAngle(-Math.atan(slope * right / up));
    plot.addAnnotation(text);
  }

  private LegendItemCollection items(ChartTheme theme) {
    LegendItemCollection items = new LegendItemCollection();
    for (Series each : series) {
      LegendItem item =
          new LegendItem(
              each.name(),
              null,
              null,
              null,
              BackendStyles.shape(each.slot()),
              theme.series(each.slot()));
      items.add(item);
    }
    return items;
  }

  private static LegendTitle legend(ChartTheme theme, XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setItemFont(theme.font());
    legend.setItemPaint(theme.palette().ink());
    legend.setBackgroundPaint(null);
    legend.setFrame(BlockBorder.NONE);
    legend.setItemLabelPadding(new RectangleInsets(2, 2, 2, 14));
    return legend;
  }
}
