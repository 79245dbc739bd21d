package assay.reports.chart;

import java.awt.Paint;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** What all charts have in common. */
final class Plots {

  private Plots() {}

  /** A bare plot: no outline, no shadow, light grid. */
  static XYPlot bare(ChartTheme theme, TickAxis x, TickAxis y) {
    XYPlot plot = new XYPlot();
    plot.setDomainAxis(x);
    plot.setRangeAxis(y);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setShadowGenerator(null);
    plot.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
    plot.setDomainGridlinePaint(theme.palette().grid());
    plot.setRangeGridlinePaint(theme.palette().grid());
    plot.setDomainGridlineStroke(theme.thin());
    plot.setRangeGridlineStroke(theme.thin());
    plot.setDomainZeroBaselineVisible(false);
    plot.setRangeZeroBaselineVisible(false);
    plot.setInsets(new RectangleInsets(0, 0, 0, 0));
    return plot;
  }

  static JFreeChart chart(ChartTheme theme, Plot plot) {
    JFreeChart chart = new JFreeChart(null, theme.font(), plot, false);
    chart.setBackgroundPaint(theme.palette().background());
    chart.setPadding(new RectangleInsets(6, 4, 4, 20));
    chart.setBorderVisible(false);
    chart.setAntiAlias(true);
    chart.setTextAntiAlias(true);
    return chart;
  }

  static XYTextAnnotation text(
      ChartTheme theme, String text, double x, double y, TextAnchor anchor, Paint paint) {
    XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
    annotation.setFont(theme.small());
    annotation.setTextAnchor(anchor);
    annotation.setPaint(paint);
    return annotation;
  }
}
