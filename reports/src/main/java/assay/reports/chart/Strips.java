package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * One strip of single values below the other, over a common axis.
 *
 * @param slot colour of all
 * @param band a value with a line of its own, and what is as good as it
 */
record Strips(List<Row> rows, Lanes.Scale scale, int slot, Optional<Lanes.Band> band)
    implements Chart.Drawing {

  /**
   * @param values at least one
   */
  record Row(String head, double[] values) {}

  private static final int LANE = 22;
  private static final int AXIS = 52;
  private static final double HEAD_LETTER = 6.6;

  @Override
  public int height(int width) {
    return AXIS + rows.size() * LANE;
  }

  @Override
  public JFreeChart draw(ChartTheme theme, int width) {
    TickAxis x = new TickAxis(theme, scale.label(), scale.ticks(width), scale.low(), scale.high());
    TickAxis y = new TickAxis(theme, "", heads(width), 0, rows.size()).asHeads(theme);
    y.setInverted(true);
    XYPlot plot = Plots.bare(theme, x, y);
    plot.setRangeGridlinesVisible(false);
    XYSeriesCollection data = new XYSeriesCollection();
    for (int i = 0; i < rows.size(); i++) {
      XYSeries series = new XYSeries(i, false);
      for (double value : rows.get(i).values()) {
        series.add(scale.place(value), i + 0.5);
      }
      data.addSeries(series);
      plot.addRangeMarker(
          new ValueMarker(i + 1, theme.palette().grid(), theme.thin()), Layer.BACKGROUND);
    }
    plot.setDataset(data);
    plot.setRenderer(new StripRenderer(theme, slot));
    band.ifPresent(each -> each.addTo(plot, scale, theme));
    return Plots.chart(theme, plot);
  }

  private List<Tick> heads(int width) {
    int letters = Math.max(8, (int) (width * 0.4 / HEAD_LETTER));
    List<Tick> heads = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      heads.add(new Tick(i + 0.5, Plain.cut(rows.get(i).head(), letters)));
    }
    return heads;
  }
}
