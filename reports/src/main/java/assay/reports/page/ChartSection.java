package assay.reports.page;

import assay.reports.chart.Chart;
import assay.reports.chart.ChartRenderer;
import assay.reports.chart.ChartTheme;
import assay.reports.chart.DataTable;
import java.util.List;

/** Charts with their tables; each is drawn twice, as a phone needs fewer labels, not smaller. */
public final class ChartSection {

  private static final int WIDE = 920;
  private static final int NARROW = 340;

  private final Html html;
  private final ChartRenderer renderer;

  ChartSection(Html html) {
    this(html, new ChartRenderer(ChartTheme.light()));
  }

  /**
   * @param renderer in the light theme, whose colours become names
   */
  public ChartSection(Html html, ChartRenderer renderer) {
    this.html = html;
    this.renderer = renderer;
  }

  /**
   * @param ifEmpty what to say in place of charts
   */
  public void write(String id, String heading, List<Chart> charts, String ifEmpty) {
    html.open("section", "id", id).element("h2", heading);
    if (charts.isEmpty()) {
      html.element("p", ifEmpty);
    }
    charts.forEach(this::figure);
    html.close().line();
  }

  /** One chart, wide and narrow, and its numbers. */
  public void figure(Chart chart) {
    html.open("figure", "id", chart.id());
    html.open("figcaption").element("h3", chart.title()).element("p", chart.subtitle()).close();
    drawing(chart, "wide", WIDE);
    drawing(chart, "narrow", NARROW);
    html.open("details", "class", "numbers").element("summary", "the same in numbers");
    html.open("div", "class", "scroll");
    table(chart.table());
    html.close().close().close().line();
  }

  private void drawing(Chart chart, String kind, int width) {
    html.open("div", "class", kind, "role", "img", "aria-label", chart.title());
    html.markup(new Html.Markup(renderer.inline(chart, chart.id() + "-" + kind, width)));
    html.close().line();
  }

  private void table(DataTable table) {
    html.open("table").open("thead").open("tr");
    cells("th", table.header(), table.textColumns());
    html.close().close().open("tbody");
    for (List<String> row : table.rows()) {
      html.open("tr");
      cells("td", row, table.textColumns());
      html.close().line();
    }
    html.close().close();
  }

  private void cells(String tag, List<String> cells, int textColumns) {
    for (int i = 0; i < cells.size(); i++) {
      html.element(tag, cells.get(i), "class", i < textColumns ? null : "number");
    }
  }
}
