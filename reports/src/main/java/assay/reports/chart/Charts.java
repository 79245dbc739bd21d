package assay.reports.chart;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.Comparison;
import assay.reports.summary.Findings;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
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
 * @param accuracy errors, and what speed they buy
 * @param styles the colours used
 */
public record Charts(
    List<Chart> ceilings, List<Chart> comparison, List<Chart> accuracy, BackendStyles styles) {

  private static final int MOST_HEAT_MAPS = 4;
  private static final int MOST_LATENCIES = 2;

  public static Charts of(RunSummary summary) {
    Context context = Context.of(summary);
    return new Charts(ceilings(context), comparison(context), accuracy(context), context.styles());
  }

  public List<Chart> all() {
    return Stream.of(ceilings, comparison, accuracy).flatMap(List::stream).toList();
  }

  private static List<Chart> ceilings(Context context) {
    List<Chart> charts = new ArrayList<>();
    RooflineChart.of(context).ifPresent(charts::add);
    context.summary().backends().stream()
        .sorted(Comparator.comparingDouble(backend -> -medianShare(context, backend)))
        .flatMap(backend -> CeilingHeatMap.of(context, backend).stream())
        .limit(MOST_HEAT_MAPS)
        .forEach(charts::add);
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

  private static List<Chart> comparison(Context context) {
    Map<String, List<CaseSummary>> groups = context.summary().groups();
    List<Chart> charts = new ArrayList<>();
    groups.forEach((name, cases) -> charts.add(ThroughputChart.of(context, name, cases)));
    mainComparison(context).ifPresent(charts::add);
    groups.entrySet().stream()
        .flatMap(each -> LatencyChart.of(context, each.getKey(), each.getValue()).stream())
        .limit(MOST_LATENCIES)
        .forEach(charts::add);
    return charts;
  }

  private static Optional<Chart> mainComparison(Context context) {
    Optional<Comparison> main = Findings.mainComparison(context.summary());
    String where =
        "%s, %s"
            .formatted(
                MachineLine.cpu(context.summary().run()),
                MachineLine.when(context.summary().run()));
    return main.flatMap(pair ->
        ComparisonChart.of(
            pair,
            where,
            context.styles().slot(pair.contender()),
            context.styles().slot(pair.baseline())));
  }

  private static List<Chart> accuracy(Context context) {
    List<Chart> charts = new ArrayList<>();
    context.summary().groups().entrySet().stream()
        .filter(each -> each.getKey().startsWith("matmul"))
        .flatMap(each -> AccuracyChart.of(context, each.getKey(), each.getValue()).stream())
        .limit(1)
        .forEach(charts::add);
    FormatErrorChart.of(context).ifPresent(charts::add);
    return charts;
  }
}
