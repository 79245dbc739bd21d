package assay.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;

/**
 * A series as one strip: every value a dot, or, of twenty and more, a violin; the median as an
 * upright tick.
 */
final class StripRenderer extends AbstractXYItemRenderer {

  private static final long serialVersionUID = 1L;

  /** Fewer values have no shape. */
  static final int VIOLIN = 20;

  private static final double HALF = 8;

  private static final Stroke DOT =
      new BasicStroke(5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final transient Stroke tick;
  private final Color paint;
  private final Color ink;

  StripRenderer(ChartTheme theme, int slot) {
    this.paint = theme.series(slot);
    this.ink = theme.palette().ink();
    this.tick = theme.strong();
  }

  /** Pixels of the strip that is being drawn. */
  private static final class Strip extends XYItemRendererState {
    private double[] places = new double[16];
    private int size;

    Strip(PlotRenderingInfo info) {
      super(info);
    }

    void add(double place) {
      if (size == places.length) {
        places = Arrays.copyOf(places, 2 * size);
      }
      places[size++] = place;
    }
  }

  @Override
  public XYItemRendererState initialise(
      Graphics2D g2, Rectangle2D area, XYPlot plot, XYDataset data, PlotRenderingInfo info) {
    return new Strip(info);
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
      XYDataset data,
      int series,
      int item,
      CrosshairState crosshair,
      int pass) {
    Strip strip = (Strip) state;
    strip.add(domain.valueToJava2D(data.getXValue(series, item), area, plot.getDomainAxisEdge()));
    if (item == state.getLastItemIndex()) {
      double y = range.valueToJava2D(data.getYValue(series, item), area, plot.getRangeAxisEdge());
      double[] places = Arrays.copyOf(strip.places, strip.size);
      Arrays.sort(places);
      draw(g2, places, y);
      strip.size = 0;
    }
  }

  private void draw(Graphics2D g2, double[] places, double y) {
    boolean shaped = places.length >= VIOLIN && places[places.length - 1] - places[0] > 1;
    if (shaped) {
      g2.setPaint(paint);
      g2.fill(outline(Violin.of(places), y));
    } else {
      Path2D dots = new Path2D.Double();
      for (double place : places) {
        dots.moveTo(place, y);
        dots.lineTo(place, y);
      }
      stroke(g2, dots, DOT, paint);
    }
    double median = (places[(places.length - 1) / 2] + places[places.length / 2]) / 2;
    Path2D middle = new Path2D.Double();
    middle.moveTo(median, y - HALF);
    middle.lineTo(median, y + HALF);
    stroke(g2, middle, tick, ink);
  }

  private static Path2D outline(Violin violin, double y) {
    Path2D outline = new Path2D.Double();
    int last = violin.places().length - 1;
    outline.moveTo(violin.places()[0], y - HALF * violin.densities()[0]);
    for (int i = 1; i <= last; i++) {
      outline.lineTo(violin.places()[i], y - HALF * violin.densities()[i]);
    }
    for (int i = last; i >= 0; i--) {
      outline.lineTo(violin.places()[i], y + HALF * violin.densities()[i]);
    }
    outline.closePath();
    return outline;
  }

  private static void stroke(Graphics2D g2, Path2D path, Stroke stroke, Paint paint) {
    g2.setStroke(stroke);
    g2.setPaint(paint);
    g2.draw(path);
  }
}
