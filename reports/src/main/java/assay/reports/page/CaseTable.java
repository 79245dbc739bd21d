package assay.reports.page;

import assay.reports.chart.BackendStyles;
import assay.reports.chart.Charts;
import assay.reports.record.Accuracy;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every case, one table body each: the line, and the raw figures behind it.
 *
 * <p>Cells carry their sort key in {@code data-v}. Without scripts the table stays as it is, and
 * the raw figures open through the fragment in the address.
 */
final class CaseTable {

  private final Html html;
  private final RunSummary summary;
  private final BackendStyles styles;
  private final List<String> omitted;
  private final boolean hasDevices;

  CaseTable(Html html, RunSummary summary, Charts charts) {
    this.html = html;
    this.summary = summary;
    this.styles = charts.styles();
    this.omitted = charts.omitted();
    this.hasDevices = summary.places().size() > 1;
  }

  void write() {
    html.open("section", "id", "cases");
    html.element("h2", "All %d cases".formatted(summary.cases().size()));
    html.element(
        "p", "A case's name opens its raw figures; a column's head sorts.", "class", "lead");
    omitted.forEach(each -> html.element("p", each, "class", "lead"));
    writeFilters();
    html.open("div", "class", "scroll").open("table", "id", "case-table");
    writeHead();
    for (int i = 0; i < summary.cases().size(); i++) {
      writeCase(summary.cases().get(i), "c" + i);
    }
    html.close().close();
    html.close().line();
  }

  private void writeFilters() {
    html.open("form", "id", "filters", "hidden", "");
    html.open(
        "input",
        "id",
        "filter",
        "type",
        "search",
        "placeholder",
        "filter: q4_K decode",
        "aria-label",
        "Filter cases");
    choice("group", "every operation", each -> each.shape().group());
    choice("backend", "every backend", CaseSummary::backend);
    if (hasDevices) {
      choice("device", "every device", each -> each.place().name());
    }
    choice("state", "every state", each -> each.state().toString());
    html.open("output", "id", "count").close().close().line();
  }

  private void choice(String name, String all, Function<CaseSummary, String> value) {
    html.open("select", "data-key", name, "aria-label", name);
    html.element("option", all, "value", "*");
    summary.cases().stream()
        .map(value)
        .map(Plain::of)
        .distinct()
        .forEach(each -> html.element("option", each));
    html.close();
  }

  private void writeHead() {
    html.open("thead").open("tr");
    for (String name : List.of("operation", "shape", "format", "backend")) {
      html.element("th", name, "data-sort", "");
    }
    if (hasDevices) {
      html.element("th", "device", "data-sort", "");
    }
    for (String name : List.of("rate", "±", "time", "p99", "J/op", "of ceiling", "NMSE")) {
      html.element("th", name, "data-sort", "", "class", "number");
    }
    html.element("th", "state", "data-sort", "").close().close().line();
  }

  private void writeCase(CaseSummary each, String id) {
    html.open(
        "tbody",
        "data-group",
        Plain.of(each.shape().group()),
        "data-backend",
        Plain.of(each.backend()),
        "data-device",
        hasDevices ? Plain.of(each.place().name()) : null,
        "data-state",
        each.state().toString());
    html.open("tr");
    html.open("td");
    html.element("a", Plain.of(each.shape().group()), "href", "#" + id, "title", "raw figures");
    html.close();
    html.element("td", Plain.of(each.shape().label()));
    html.element("td", Plain.of(each.format()));
    Cells.backend(html, styles, each, summary.who(each));
    if (hasDevices) {
      html.element("td", Plain.of(each.place().name()));
    }
    writeFigures(each);
    Cells.state(html, each.state().toString());
    html.close();
    html.open("tr", "class", "raw", "id", id).open("td", "colspan", hasDevices ? "13" : "12");
    html.element("pre", RawFigures.of(each)).close().close().close().line();
  }

  private void writeFigures(CaseSummary each) {
    number(each.rate().map(r -> r.estimate()), value -> Units.si(value, each.rateUnit()));
    number(each.speed().map(s -> s.nanosPerOp().relativeHalfWidth()), Units::spread);
    number(each.speed().map(s -> s.nanosPerOp().estimate()), Units::duration);
    number(each.latency().flatMap(l -> l.p99Nanos()), Units::duration);
    energy(each.energy().asOptional());
    number(each.ceiling().map(c -> c.share()), Units::percent);
    Accuracy accuracy = each.record().accuracy();
    number(Optional.ofNullable(accuracy).map(Accuracy::nmse), Units::error);
  }

  /** Joules of a package and joules behind a plug stand in one column, so each says which. */
  private void energy(Optional<EnergySummary> of) {
    if (of.isEmpty()) {
      number(Optional.empty(), String::valueOf);
      return;
    }
    double joules = of.get().joulesPerOp().estimate();
    html.open("td", "class", "number", "data-v", String.valueOf(joules));
    html.text(Units.si(joules, "J") + " ");
    html.element("span", Plain.of(of.get().scope()), "class", "covers").close();
  }

  private void number(Optional<Double> value, Function<Double, String> shown) {
    html.element(
        "td",
        value.map(shown).orElse("–"),
        "class",
        "number",
        "data-v",
        value.filter(Double::isFinite).map(String::valueOf).orElse(null));
  }
}
