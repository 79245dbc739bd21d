package assay.reports.chart;

import org.jfree.chart.JFreeChart;

/**
 * A picture with what it says.
 *
 * @param id for file names and anchors: lower case, digits and hyphens
 * @param title the finding
 * @param subtitle what, in which unit, where and when
 */
public record Chart(String id, String title, String subtitle, Drawing drawing, DataTable table) {

  Chart withId(String other) {
    return new Chart(other, title, subtitle, drawing, table);
  }

  /** Draws at any width, without title. */
  public interface Drawing {

    /** In pixels; may depend on the width, as labels need room below or beside. */
    int height(int width);

    JFreeChart draw(ChartTheme theme, int width);
  }
}
