package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.LatencySummary;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Latency percentiles of one spec, a curve per backend, over the logarithm of 1 - p. */
final class LatencyChart {

  private static final List<Double> TICKS = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 99.999);

  private final Context context;
  private final List<CaseSummary> cases;

  private LatencyChart(Context context, List<CaseSummary> cases) {
    this.context = context;
    this.cases = cases;
  }

  /**
   * @param group valid cases of one group; the spec that the most backends timed is shown
   */
  static Optional<Chart> of(Context context, String name, List<CaseSummary> group) {
    Map<String, List<CaseSummary>> bySpec =
        group.stream()
            .filter(each -> each.latency().isPresent())
            .collect(Collectors.groupingBy(each -> each.record().key().spec()));
    return bySpec.values().stream()
        .max(
            Comparator.comparingInt((List<CaseSummary> cases) -> cases.size())
                .thenComparingLong(cases -> latency(cases.getFirst()).count())
                .thenComparing(cases -> cases.getFirst().record().key().spec()))
        .map(cases -> new LatencyChart(context, cases).chart(name));
  }

  private Chart chart(String name) {
    String spec = Plain.of(cases.getFirst().record().key().spec());
    return new Chart(
        Context.id("latency", name),
        title(name),
        context.subtitle(
            "%s, time per operation, both axes logarithmic".formatted(spec),
            cases.getFirst().place()),
        new Scatter(xAxis(), yAxis(), series(), List.of(), false),
        table());
  }

  private String title(String name) {
    double deepest =
        cases.stream()
            .mapToDouble(each -> latency(each).points().getLast().percentile())
            .min()
            .orElseThrow();
    double percentile = Math.min(99, deepest);
    CaseSummary calmest =
        cases.stream()
            .min(Comparator.comparingDouble(each -> stretch(each, percentile)))
            .orElseThrow();
    return percentile <= 50
        ? "%s has the lowest median of few operations, %s".formatted(fastest(), name)
        : "%s keeps %s of its operations within %s of its median, %s"
            .formatted(
                context.name(calmest),
                label(percentile),
                Units.ratio(stretch(calmest, percentile)),
                name);
  }

  private String fastest() {
    return context.name(
        cases.stream()
            .min(Comparator.comparingDouble(each -> latency(each).p50Nanos()))
            .orElseThrow());
  }

  private static double stretch(CaseSummary each, double percentile) {
    return at(each, percentile).orElseThrow() / latency(each).p50Nanos();
  }

  private static Optional<Double> at(CaseSummary each, double percentile) {
    return latency(each).points().stream()
        .filter(point -> point.percentile() == percentile)
        .map(LatencySummary.Point::nanos)
        .findFirst();
  }

  private Scatter.Axis xAxis() {
    double deepest =
        cases.stream()
            .mapToDouble(each -> place(latency(each).points().getLast().percentile()))
            .max()
            .orElse(2);
    List<Tick> ticks = TICKS.stream().map(p -> new Tick(place(p), label(p))).toList();
    // Room at the right for the backends' names.
    double high = Math.max(2, deepest) * 1.22;
    return new Scatter.Axis("percentile of operations (log of 1 − p)", 0.25, high, most -> ticks);
  }

  private static String label(double percentile) {
    String text = Double.toString(percentile);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
  }

  private Scatter.Axis yAxis() {
    var all =
        cases.stream()
            .flatMap(each -> latency(each).points().stream())
            .mapToDouble(LatencySummary.Point::nanos)
            .summaryStatistics();
    double low = Math.log10(Math.max(1, all.getMin())) - 0.1;
    double high = Math.log10(Math.max(1, all.getMax())) + 0.1;
    return new Scatter.Axis(
        "per operation (log)",
        low,
        high,
        most -> Ticks.log(low, high, most, nanos -> Ticks.si(nanos * 1e-9, "s")));
  }

  private List<Scatter.Series> series() {
    return cases.stream().map(this::series).toList();
  }

  private Scatter.Series series(CaseSummary each) {
    List<LatencySummary.Point> curve = latency(each).points();
    List<Scatter.Point> points = new ArrayList<>();
    for (int i = 0; i < curve.size(); i++) {
      LatencySummary.Point point = curve.get(i);
      String name = i == curve.size() - 1 ? context.name(each) : "";
      points.add(
          new Scatter.Point(
              place(point.percentile()), Math.log10(Math.max(1, point.nanos())), name));
    }
    int slot = context.styles().slot(each.backend());
    return new Scatter.Series(context.name(each), slot, true, points);
  }

  /** 90 % at 1, 99 % at 2, 99.9 % at 3. */
  private static double place(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }

  private static LatencySummary latency(CaseSummary each) {
    return each.latency().orElseThrow();
  }

  /** A line for each place on the axis, a column for each curve. */
  private DataTable table() {
    List<String> header = new ArrayList<>(List.of("percentile"));
    cases.forEach(each -> header.add(context.name(each)));
    List<List<String>> rows = new ArrayList<>();
    cases.stream()
        .flatMap(each -> latency(each).points().stream())
        .map(LatencySummary.Point::percentile)
        .distinct()
        .sorted()
        .forEach(percentile ->
            rows.add(
                row(
                    label(percentile),
                    each -> at(each, percentile).map(Units::duration).orElse("–"))));
    rows.add(row("largest", each -> Units.duration(latency(each).maxNanos())));
    rows.add(row("operations", each -> String.valueOf(latency(each).count())));
    return new DataTable(List.copyOf(header), 1, List.copyOf(rows));
  }

  private List<String> row(String head, Function<CaseSummary, String> cell) {
    return Stream.concat(Stream.of(head), cases.stream().map(cell)).toList();
  }
}
