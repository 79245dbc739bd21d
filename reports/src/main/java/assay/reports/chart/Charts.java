package assay.reports.chart;

import assay.reports.judge.Comparison;
import assay.reports.judge.Findings;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All charts of a run, in the order in which a page tells the story.
 *
 * @param ceilings where the time goes: roofline and share of the ceilings
 * @param comparison backends side by side, with latencies
 * @param energy joules beside speed, and what sensors said
 * @param accuracy errors, and what speed they buy
 * @param styles the colours used
 * @param omitted what was not drawn, a sentence each
 */
public record Charts(
    List<Chart> ceilings,
    List<Chart> comparison,
    List<Chart> energy,
    List<Chart> accuracy,
    BackendStyles styles,
    List<String> omitted) {

  private static final int MOST_HEAT_MAPS = 4;
  private static final int MOST_LATENCIES = 2;
  private static final int MOST_COURSES = 6;

  public static Charts of(RunSummary summary) {
    Context context = Context.of(summary);
    List<String> omitted = new ArrayList<>();
    return new Charts(
        ceilings(context, omitted),
        comparison(context, omitted),
        energy(context, omitted),
        accuracy(context, omitted),
        context.styles(),
        List.copyOf(omitted));
  }

  /** The first {@code most}; what is left over is named, as nobody misses what he never saw. */
  private static List<Chart> first(
      int most, List<Chart> charts, String kind, List<String> omitted) {
    if (charts.size() <= most) {
      return charts;
    }
    omitted.add(
        "%d of %d %s are drawn; the figures of the others are in this table."
            .formatted(most, charts.size(), kind));
    return charts.subList(0, most);
  }

  public List<Chart> all() {
    return Stream.of(ceilings, comparison, energy, accuracy).flatMap(List::stream).toList();
  }

  private static List<Chart> ceilings(Context context, List<String> omitted) {
    List<Chart> charts = new ArrayList<>();
    context.summary().places().stream()
        .flatMap(place -> RooflineChart.of(context, place).stream())
        .forEach(charts::add);
    List<Chart> maps =
        context.summary().backends().stream()
            .sorted(Comparator.comparingDouble(backend -> -medianShare(context, backend)))
            .flatMap(backend ->
                context.summary().places().stream()
                    .flatMap(place -> CeilingHeatMap.of(context, backend, place).stream()))
            .toList();
    charts.addAll(first(MOST_HEAT_MAPS, maps, "maps of shares of the ceilings", omitted));
    return charts;
  }

  private static double medianShare(Context context, String backend) {
    double[] shares =
        context.summary().valid().stream()
            .filter(each -> each.backend().equals(backend))
            .flatMap(each -> each.ceiling().stream())
            .mapToDouble(share -> share.share())
            .sorted()
            .toArray();
    return shares.length == 0 ? 0 : shares[shares.length / 2];
  }

  private static List<Chart> comparison(Context context, List<String> omitted) {
    Map<String, List<CaseSummary>> groups = context.summary().groups();
    List<Chart> charts = new ArrayList<>();
    groups.forEach((name, cases) -> charts.add(ThroughputChart.of(context, Plain.of(name), cases)));
    mainComparison(context).ifPresent(charts::add);
    int pairs = Findings.comparisons(context.summary()).size();
    if (pairs > 1) {
      omitted.add(
          "Of %d pairs of backends the one with the most common cases is drawn; assay compare shows the others."
              .formatted(pairs));
    }
    List<Chart> latencies =
        groups.entrySet().stream()
            .flatMap(
                each -> LatencyChart.of(context, Plain.of(each.getKey()), each.getValue()).stream())
            .toList();
    charts.addAll(first(MOST_LATENCIES, latencies, "latency curves", omitted));
    ForkStrips.leastSteady(context).ifPresent(charts::add);
    return charts;
  }

  private static Optional<Chart> mainComparison(Context context) {
    Optional<Comparison> main = Findings.mainComparison(context.summary());
    String where =
        "%s, %s"
            .formatted(
                MachineLine.chips(context.summary().run()),
                MachineLine.when(context.summary().run()));
    return main.flatMap(pair ->
        ComparisonChart.of(
            pair,
            where,
            context.styles().slot(pair.contender()),
            context.styles().slot(pair.baseline())));
  }

  private static List<Chart> energy(Context context, List<String> omitted) {
    List<Chart> charts =
        new ArrayList<>(
            first(
                MOST_COURSES, SustainedChart.all(context), "courses of sustained loads", omitted));
    charts.addAll(TokenChart.all(context));
    omitted.addAll(TokenChart.refused(context));
    context
        .summary()
        .groups()
        .forEach(
            (name, cases) -> ParetoChart.of(context, Plain.of(name), cases).ifPresent(charts::add));
    charts.addAll(TelemetryChart.mostTelling(context));
    return charts;
  }

  private static List<Chart> accuracy(Context context, List<String> omitted) {
    List<Chart> trades =
        context.summary().groups().entrySet().stream()
            .filter(each -> each.getKey().startsWith("matmul"))
            .flatMap(each ->
                AccuracyChart.of(context, Plain.of(each.getKey()), each.getValue()).stream())
            .toList();
    List<Chart> charts =
        new ArrayList<>(
            first(context.summary().places().size(), trades, "charts of speed and error", omitted));
    FormatErrorChart.of(context).ifPresent(charts::add);
    return charts;
  }
}
