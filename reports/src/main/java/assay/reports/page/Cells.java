package assay.reports.page;

import assay.reports.chart.BackendStyles;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Cells that several tables have; of figures a dash where there is none. */
final class Cells {

  private Cells() {}

  static void number(Html html, Optional<String> text) {
    html.element("td", text.orElse("–"), "class", "number");
  }

  /** With its 95 % interval, which narrow screens leave out. */
  static void range(
      Html html, Optional<Interval> value, DoubleFunction<String> figure, String unit) {
    if (value.isEmpty()) {
      number(html, Optional.empty());
      return;
    }
    Interval interval = value.get();
    html.open("td", "class", "number").text(figure.apply(interval.estimate()) + unit + " ");
    html.element(
        "span",
        "(%s to %s)".formatted(figure.apply(interval.low()), figure.apply(interval.high())),
        "class",
        "range");
    html.close();
  }

  /** A name behind its backend's colour. */
  static void backend(Html html, BackendStyles styles, CaseSummary each, String name) {
    html.open("td").open("i", "class", "dot s" + styles.slot(each.backend()) % 8).close();
    html.text(Plain.of(name)).close();
  }

  /** In the colour that it has everywhere. */
  static void state(Html html, String state) {
    html.open("td").element("span", state, "class", "state " + state).close();
  }

  /** Share and name of the ceiling that binds. */
  static void ceiling(Html html, CaseSummary each) {
    number(
        html,
        each.ceiling().map(c -> "%s %s".formatted(Units.percent(c.share()), Plain.of(c.name()))));
  }
}
