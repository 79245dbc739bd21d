package assay.reports.chart;

import assay.reports.record.Accuracy;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import assay.reports.text.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Speed against accuracy at one shape: what a smaller format costs and brings. */
final class AccuracyChart {

  /** Float64 truth itself is not known better; exact results stand here. */
  static final double FLOOR = 1e-17;

  private final Context context;
  private final List<CaseSummary> cases;
  private final Scale scale;

  private AccuracyChart(Context context, List<CaseSummary> cases) {
    this.context = context;
    this.cases = cases;
    this.scale = Scale.of(cases);
  }

  /** Empty where no case of the group has a finite error. */
  static Optional<Chart> of(Context context, String name, List<CaseSummary> group) {
    List<CaseSummary> known = group.stream().filter(each -> error(each).isPresent()).toList();
    List<CaseSummary> cases = Context.mainShape(known);
    return cases.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccuracyChart(context, cases).chart(name));
  }

  /** Error of the stored weights and of the kernel together, where the former is known. */
  static Optional<Double> error(CaseSummary each) {
    Accuracy accuracy = each.record().accuracy();
    if (accuracy == null || !Double.isFinite(accuracy.nmse())) {
      return Optional.empty();
    }
    double weights = accuracy.weightNmse() == null ? 0 : accuracy.weightNmse();
    return Double.isFinite(weights) ? Optional.of(accuracy.nmse() + weights) : Optional.empty();
  }

  private Chart chart(String name) {
    return new Chart(
        Context.id("speed-accuracy", name),
        title(name),
        context.subtitle(
            "%s, %s; NMSE of result plus NMSE of stored weights"
                .formatted(name, Plain.of(cases.getFirst().shape().label())),
            cases.getFirst().place()),
        new Scatter(xAxis(), yAxis(), series(), List.of(), true),
        table());
  }

  private String title(String name) {
    CaseSummary fastest = cases.stream().max(Comparator.comparingDouble(AccuracyChart::rate)).get();
    CaseSummary finest = cases.stream().min(Comparator.comparingDouble(e -> error(e).get())).get();
    return "%s on %s is fastest at NMSE %s; most accurate is %s on %s at %s, %s"
        .formatted(
            Context.format(fastest),
            context.name(fastest),
            Units.error(error(fastest).orElseThrow()),
            Context.format(finest),
            context.name(finest),
            Units.error(error(finest).orElseThrow()),
            name);
  }

  private Scatter.Axis xAxis() {
    var rates = cases.stream().mapToDouble(AccuracyChart::rate).summaryStatistics();
    double low = Math.log10(rates.getMin()) - 0.1;
    double span = Math.max(0.4, Math.log10(rates.getMax()) - low);
    double high = low + span * 1.15;
    String unit = cases.getFirst().rateUnit();
    return new Scatter.Axis(
        unit + " (log)",
        low,
        high,
        most -> Ticks.log(low, high, most, value -> Ticks.si(value, "").strip()));
  }

  private Scatter.Axis yAxis() {
    var errors = cases.stream().mapToDouble(AccuracyChart::place).summaryStatistics();
    double low = Math.floor(errors.getMin()) - 0.5;
    double high = Math.ceil(errors.getMax()) + 0.5;
    return new Scatter.Axis(
        "NMSE (log), lower is better", low, high, most -> Ticks.log(low, high, most, Ticks::power));
  }

  private static double place(CaseSummary each) {
    return Math.log10(Math.max(FLOOR, error(each).orElseThrow()));
  }

  private List<Scatter.Series> series() {
    Map<String, List<CaseSummary>> byBackend =
        cases.stream().collect(Collectors.groupingBy(CaseSummary::backend));
    List<Scatter.Series> series = new ArrayList<>();
    for (String backend : context.summary().backends()) {
      if (byBackend.containsKey(backend)) {
        List<Scatter.Point> points =
            byBackend.get(backend).stream()
                .map(e -> new Scatter.Point(Math.log10(rate(e)), place(e), Context.format(e)))
                .toList();
        int slot = context.styles().slot(backend);
        series.add(new Scatter.Series(Plain.of(backend), slot, false, points));
      }
    }
    return series;
  }

  private static double rate(CaseSummary each) {
    return each.rate().orElseThrow().estimate();
  }

  private DataTable table() {
    List<List<String>> rows =
        cases.stream()
            .map(each ->
                List.of(
                    Context.format(each),
                    context.name(each),
                    scale.figure(rate(each)),
                    Units.error(error(each).orElseThrow())))
            .toList();
    return new DataTable(List.of("format", "backend", scale.unit(), "NMSE"), 2, rows);
  }
}
