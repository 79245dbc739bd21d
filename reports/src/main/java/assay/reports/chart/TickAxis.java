package assay.reports.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A number axis whose ticks are given, not found. */
final class TickAxis extends NumberAxis {

  private static final long serialVersionUID = 1L;

  /** A label at a place on the axis; an empty label draws a grid line only. */
  record Tick(double at, String label) {}

  private final transient List<Tick> ticks;

  TickAxis(ChartTheme theme, String label, List<Tick> ticks, double low, double high) {
    super(label.isEmpty() ? null : label);
    this.ticks = List.copyOf(ticks);
    setRange(low, high);
    setAxisLineVisible(false);
    setTickMarksVisible(false);
    setTickLabelFont(theme.small());
    setTickLabelPaint(theme.palette().muted());
    setLabelFont(theme.small());
    setLabelPaint(theme.palette().muted());
  }

  /** Row or column heads are what is read first, so they have the colour of text. */
  TickAxis asHeads(ChartTheme theme) {
    setTickLabelFont(theme.font());
    setTickLabelPaint(theme.palette().ink());
    return this;
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D g2, AxisState state, Rectangle2D area, RectangleEdge edge) {
    TextAnchor anchor =
        switch (anchorOf(edge)) {
          case 'l' -> TextAnchor.CENTER_RIGHT;
          case 'r' -> TextAnchor.CENTER_LEFT;
          case 't' -> TextAnchor.BOTTOM_CENTER;
          default -> TextAnchor.TOP_CENTER;
        };
    double angle = 0;
    if (isVerticalTickLabels()) {
      anchor = edge == RectangleEdge.TOP ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT;
      angle = -Math.PI / 2;
    }
    List<NumberTick> made = new ArrayList<>();
    for (Tick tick : ticks) {
      if (getRange().contains(tick.at())) {
        made.add(new NumberTick(tick.at(), tick.label(), anchor, anchor, angle));
      }
    }
    return made;
  }

  private static char anchorOf(RectangleEdge edge) {
    if (edge == RectangleEdge.LEFT) {
      return 'l';
    }
    return edge == RectangleEdge.RIGHT ? 'r' : edge == RectangleEdge.TOP ? 't' : 'b';
  }
}
