package assay.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYDataset;

/**
 * Points with their intervals, all of a series as two paths: one shape a point, as JFreeChart's own
 * renderers draw them, would make a page of a long history ten times as large.
 */
final class TimelineRenderer extends AbstractXYItemRenderer {

  private static final long serialVersionUID = 1L;

  private static final Stroke STEM =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);

  private final transient Stroke dot;
  private final Color[] paints;
  private final Color[] stems;

  /**
   * @param paints of points, by series
   * @param stems of intervals, by series
   * @param diameter of a point, in pixels
   */
  TimelineRenderer(Color[] paints, Color[] stems, float diameter) {
    this.paints = paints.clone();
    this.stems = stems.clone();
    // A line of no length with round ends is a disc, in Java and in SVG, and short to write.
    this.dot = new BasicStroke(diameter, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private static final class Paths extends XYItemRendererState {
    private Path2D dots = new Path2D.Double();
    private Path2D bars = new Path2D.Double();

    Paths(PlotRenderingInfo info) {
      super(info);
    }
  }

  @Override
  public XYItemRendererState initialise(
      Graphics2D g2, Rectangle2D area, XYPlot plot, XYDataset data, PlotRenderingInfo info) {
    return new Paths(info);
  }

  @Override
  public void drawItem(
      Graphics2D g2,
      XYItemRendererState state,
      Rectangle2D area,
      PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis domain,
      ValueAxis range,
      XYDataset dataset,
      int series,
      int item,
      CrosshairState crosshair,
      int pass) {
    IntervalXYDataset data = (IntervalXYDataset) dataset;
    Paths paths = (Paths) state;
    double x = domain.valueToJava2D(data.getXValue(series, item), area, plot.getDomainAxisEdge());
    double y = place(range, data.getYValue(series, item), area, plot);
    double low = place(range, data.getStartYValue(series, item), area, plot);
    double high = place(range, data.getEndYValue(series, item), area, plot);
    paths.dots.moveTo(x, y);
    paths.dots.lineTo(x, y);
    if (low != high) {
      paths.bars.moveTo(x, low);
      paths.bars.lineTo(x, high);
    }
    if (item == state.getLastItemIndex()) {
      draw(g2, paths.bars, STEM, stems[series]);
      draw(g2, paths.dots, dot, paints[series]);
      paths.bars = new Path2D.Double();
      paths.dots = new Path2D.Double();
    }
  }

  /** What is beyond the axis stands at its end. */
  private static double place(ValueAxis axis, double value, Rectangle2D area, XYPlot plot) {
    return axis.valueToJava2D(axis.getRange().constrain(value), area, plot.getRangeAxisEdge());
  }

  private static void draw(Graphics2D g2, Path2D path, Stroke stroke, Paint paint) {
    if (path.getCurrentPoint() != null) {
      g2.setStroke(stroke);
      g2.setPaint(paint);
      g2.draw(path);
    }
  }
}
