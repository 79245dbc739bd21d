package assay.reports.chart;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.EnergySummary;
import assay.reports.summary.Interval;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import assay.reports.text.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Energy of an operation against speed at one shape, for backends and formats; only cases whose
 * energy covers the same.
 */
final class ParetoChart {

  private final Context context;
  private final List<CaseSummary> cases;
  private final Scale scale;

  private ParetoChart(Context context, List<CaseSummary> cases) {
    this.context = context;
    this.cases = cases;
    this.scale = Scale.of(cases);
  }

  /** Empty where fewer than two cases tell energy of the same scope. */
  static Optional<Chart> of(Context context, String name, List<CaseSummary> group) {
    return EnergySummary.byScope(group).values().stream()
        .map(Context::mainShape)
        .filter(same -> same.size() > 1)
        .max(Comparator.comparingInt(List::size))
        .map(same -> new ParetoChart(context, same).chart(name));
  }

  private Chart chart(String name) {
    List<CaseSummary> best = undominated();
    return new Chart(
        Context.id("energy-speed", name),
        title(name),
        context.subtitle(
            "%s, %s; J of an operation, idle included, of: %s; lines join what no other beats in both"
                .formatted(
                    name,
                    Plain.of(cases.getFirst().shape().label()),
                    Plain.of(energy(cases.getFirst()).scope())),
            cases.getFirst().place()),
        new Scatter(xAxis(), yAxis(), series(), front(best), true),
        table(best));
  }

  /** From slow and thrifty to fast and hungry. */
  private List<CaseSummary> undominated() {
    List<CaseSummary> best = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (CaseSummary each :
        cases.stream().sorted(Comparator.comparingDouble(e -> -rate(e))).toList()) {
      if (joules(each) < least) {
        least = joules(each);
        best.addFirst(each);
      }
    }
    return best;
  }

  private String title(String name) {
    CaseSummary thriftiest =
        cases.stream().min(Comparator.comparingDouble(ParetoChart::joules)).get();
    CaseSummary fastest = cases.stream().max(Comparator.comparingDouble(ParetoChart::rate)).get();
    String thrifty =
        "%s on %s takes %s an operation"
            .formatted(
                Context.format(thriftiest),
                context.name(thriftiest),
                Units.si(joules(thriftiest), "J"));
    return thriftiest == fastest
        ? "%s, the least and the fastest, %s".formatted(thrifty, name)
        : "%s, the least; the fastest, %s on %s, takes %s, %s"
            .formatted(
                thrifty,
                Context.format(fastest),
                context.name(fastest),
                Units.si(joules(fastest), "J"),
                name);
  }

  private Scatter.Axis xAxis() {
    return log(
        cases.getFirst().rateUnit() + " (log)",
        cases.stream().mapToDouble(ParetoChart::rate).toArray());
  }

  private Scatter.Axis yAxis() {
    return log(
        "J/op (log), lower is better", cases.stream().mapToDouble(ParetoChart::joules).toArray());
  }

  private static Scatter.Axis log(String label, double[] values) {
    var known = java.util.Arrays.stream(values).map(Math::log10).summaryStatistics();
    double low = known.getMin() - 0.1;
    double high = low + Math.max(0.4, known.getMax() - low) * 1.15;
    return new Scatter.Axis(
        label, low, high, most -> Ticks.log(low, high, most, value -> Ticks.si(value, "").strip()));
  }

  private List<Scatter.Series> series() {
    Map<String, List<CaseSummary>> byBackend =
        cases.stream().collect(Collectors.groupingBy(CaseSummary::backend));
    return context.summary().backends().stream()
        .filter(byBackend::containsKey)
        .map(backend ->
            new Scatter.Series(
                Plain.of(backend),
                context.styles().slot(backend),
                false,
                byBackend.get(backend).stream()
                    .map(each -> new Scatter.Point(x(each), y(each), Context.format(each)))
                    .toList()))
        .toList();
  }

  private List<Scatter.Limit> front(List<CaseSummary> best) {
    List<Scatter.Limit> front = new ArrayList<>();
    for (int i = 1; i < best.size(); i++) {
      front.add(
          new Scatter.Limit(
              "", x(best.get(i - 1)), y(best.get(i - 1)), x(best.get(i)), y(best.get(i))));
    }
    return front;
  }

  private DataTable table(List<CaseSummary> best) {
    List<List<String>> rows = new ArrayList<>();
    for (CaseSummary each : cases) {
      EnergySummary energy = energy(each);
      Interval joules = energy.joulesPerOp();
      rows.add(
          List.of(
              Context.format(each),
              context.name(each),
              best.contains(each) ? "unbeaten" : "",
              scale.figure(rate(each)),
              Units.si(joules.estimate(), "J"),
              Units.si(joules.low(), "J"),
              Units.si(joules.high(), "J"),
              energy
                  .netJoulesPerOp()
                  .asOptional()
                  .map(net -> Units.si(net.estimate(), "J"))
                  .orElse("–"),
              Units.figure(energy.operationsPerJoule()),
              Units.si(energy.energyDelayProduct(), "J·s")));
    }
    return new DataTable(
        List.of(
            "format",
            "backend",
            "",
            scale.unit(),
            "J/op",
            "low",
            "high",
            "above idle",
            "op/J",
            "energy × delay"),
        3,
        rows);
  }

  private static EnergySummary energy(CaseSummary each) {
    return each.energy().asOptional().orElseThrow();
  }

  private static double joules(CaseSummary each) {
    return energy(each).joulesPerOp().estimate();
  }

  private static double rate(CaseSummary each) {
    return each.rate().orElseThrow().estimate();
  }

  private static double x(CaseSummary each) {
    return Math.log10(rate(each));
  }

  private static double y(CaseSummary each) {
    return Math.log10(joules(each));
  }
}
