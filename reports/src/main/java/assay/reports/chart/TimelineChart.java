package assay.reports.chart;

import assay.reports.chart.Timeline.Mark;
import assay.reports.chart.Timeline.Segment;
import assay.reports.chart.Timeline.Sort;
import assay.reports.chart.Timeline.Stretch;
import java.awt.Color;
import java.awt.Stroke;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * A figure over time: points with intervals, levels as steps, moments as upright lines.
 *
 * @param timeline with one point at least
 */
public record TimelineChart(Timeline timeline) implements Chart.Drawing {

  private static final int LEFT = 84;
  private static final int COLUMN = 3;
  private static final int TICK = 96;

  /** Letters of two marks would run into each other nearer than this. */
  private static final double LETTERS = 16;

  private static final int WORSE_SLOT = 1;
  private static final int BETTER_SLOT = 2;
  private static final long MINUTE = 60_000;

  /** As a chart of a page. */
  public static Chart of(Timeline timeline) {
    return new Chart(
        timeline.id(),
        timeline.title(),
        timeline.subtitle(),
        new TimelineChart(timeline),
        timeline.table());
  }

  @Override
  public int height(int width) {
    return width < 500 ? 230 : 280;
  }

  @Override
  public JFreeChart draw(ChartTheme theme, int width) {
    TimeSpan span = TimeSpan.of(timeline);
    ValueSpan values = ValueSpan.of(timeline);
    int ticks = Math.max(2, (width - LEFT) / TICK);
    TickAxis x =
        new TickAxis(
            theme, "", TimeTicks.between(span.low(), span.high(), ticks), span.low(), span.high());
    TickAxis y =
        new TickAxis(
            theme,
            timeline.axis(),
            Ticks.between(values.low(), values.high(), 6),
            values.low(),
            values.high());
    XYPlot plot = Plots.bare(theme, x, y);
    plot.setDomainGridlinesVisible(false);
    addPoints(theme, plot, span, width - LEFT);
    for (Stretch stretch : timeline.stretches()) {
      stretch.segments().forEach(each -> addLevel(theme, plot, each, span, width - LEFT));
    }
    addMarks(theme, plot, span, values, width - LEFT);
    return Plots.chart(theme, plot);
  }

  private void addPoints(ChartTheme theme, XYPlot plot, TimeSpan span, int pixels) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    List<Color> paints = new ArrayList<>();
    List<Color> stems = new ArrayList<>();
    int drawn = 0;
    for (Stretch stretch : timeline.stretches()) {
      long[] at = stretch.atMillis();
      double share = (at[at.length - 1] - at[0]) / (span.high() - span.low());
      var buckets = TimelineBuckets.of(stretch, (int) (share * pixels / COLUMN));
      XYIntervalSeries series = new XYIntervalSeries(data.getSeriesCount(), false, true);
      for (TimelineBuckets.Bucket each : buckets) {
        double when = each.atMillis();
        series.add(when, when, when, scaled(each.value()), scaled(each.low()), scaled(each.high()));
      }
      data.addSeries(series);
      paints.add(theme.series(stretch.slot()));
      stems.add(theme.palette().heat().get(3));
      drawn += buckets.size();
    }
    plot.setDataset(data);
    float diameter = drawn > pixels / 6 ? 3f : 5f;
    plot.setRenderer(
        new TimelineRenderer(paints.toArray(Color[]::new), stems.toArray(Color[]::new), diameter));
  }

  /** A level of a single point is as wide as the point. */
  private void addLevel(ChartTheme theme, XYPlot plot, Segment segment, TimeSpan span, int pixels) {
    double reach = 3 * (span.high() - span.low()) / pixels;
    double level = scaled(segment.level());
    plot.addAnnotation(
        new XYLineAnnotation(
            segment.fromMillis() - reach,
            level,
            segment.toMillis() + reach,
            level,
            theme.strong(),
            theme.palette().ink()));
  }

  private void addMarks(
      ChartTheme theme, XYPlot plot, TimeSpan span, ValueSpan values, int pixels) {
    double near = LETTERS * (span.high() - span.low()) / pixels;
    double free = Double.NEGATIVE_INFINITY;
    for (Mark each : timeline.marks()) {
      Color paint = paint(theme, each.sort());
      Stroke stroke = each.sort() == Sort.NOTE ? theme.dashed() : theme.thin();
      plot.addDomainMarker(new ValueMarker(each.atMillis(), paint, stroke), Layer.BACKGROUND);
      if (each.atMillis() >= free) {
        plot.addAnnotation(
            Plots.text(
                theme,
                each.label(),
                each.atMillis() + near / 5,
                values.high(),
                TextAnchor.TOP_LEFT,
                paint));
        free = each.atMillis() + near;
      }
    }
  }

  private static Color paint(ChartTheme theme, Sort sort) {
    return switch (sort) {
      case WORSE -> theme.series(WORSE_SLOT);
      case BETTER -> theme.series(BETTER_SLOT);
      case CHANGE -> theme.palette().ink();
      case NOTE -> theme.palette().muted();
    };
  }

  private double scaled(double value) {
    return value / timeline.divisor();
  }

  /** In milliseconds since 1970, with a margin. */
  private record TimeSpan(double low, double high) {
    static TimeSpan of(Timeline timeline) {
      long low = Long.MAX_VALUE;
      long high = Long.MIN_VALUE;
      for (Stretch each : timeline.stretches()) {
        low = Math.min(low, each.atMillis()[0]);
        high = Math.max(high, each.atMillis()[each.atMillis().length - 1]);
      }
      double margin = Math.max(MINUTE, 0.02 * (high - low));
      return new TimeSpan(low - margin, high + margin);
    }
  }
}
