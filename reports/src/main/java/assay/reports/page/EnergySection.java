package assay.reports.page;

import assay.reports.chart.Chart;
import assay.reports.summary.EnergyWords;
import assay.reports.summary.RunSummary;
import assay.reports.text.Plain;
import java.util.List;

/** Energy beside speed, and how the hardware was while it was measured. */
final class EnergySection {

  private EnergySection() {}

  static void write(Html html, RunSummary summary, List<Chart> charts) {
    html.open("section", "id", "energy").element("h2", "Energy, heat and clocks");
    EnergyWords.of(summary).forEach(each -> html.element("p", Plain.of(each)));
    ChartSection figures = new ChartSection(html);
    charts.forEach(figures::figure);
    html.close().line();
  }
}
