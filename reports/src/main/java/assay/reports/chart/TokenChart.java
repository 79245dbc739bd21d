package assay.reports.chart;

import assay.probe.Reading;
import assay.reports.summary.Interval;
import assay.reports.summary.TokenEnergy;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Joules of one decoded token, model by model, format by format. */
final class TokenChart {

  private static final int MOST_BARS = 40;

  private TokenChart() {}

  /** One for each scope of energy. */
  static List<Chart> all(Context context) {
    Map<String, List<TokenEnergy>> byScope =
        TokenEnergy.of(context.summary()).stream()
            .filter(each -> each.joules().isPresent())
            .collect(
                Collectors.groupingBy(TokenEnergy::scope, LinkedHashMap::new, Collectors.toList()));
    List<Chart> charts = new ArrayList<>();
    byScope.forEach((scope, sums) -> charts.add(chart(context, scope, sums)));
    return charts;
  }

  private static Chart chart(Context context, String scope, List<TokenEnergy> all) {
    List<TokenEnergy> sums =
        all.stream()
            .sorted(Comparator.comparingDouble(TokenChart::joules))
            .limit(MOST_BARS)
            .toList();
    TokenEnergy least = sums.getFirst();
    Map<String, List<TokenEnergy>> rows =
        sums.stream()
            .collect(
                Collectors.groupingBy(TokenChart::head, LinkedHashMap::new, Collectors.toList()));
    List<Lanes.Row> lanes = new ArrayList<>();
    rows.forEach((head, own) ->
        lanes.add(new Lanes.Row(head, own.stream().map(each -> lane(context, each)).toList())));
    double most = sums.stream().mapToDouble(each -> interval(each).high()).max().orElseThrow();
    AxisUnit unit = AxisUnit.of(most);
    return new Chart(
        Context.id("energy-token", scope),
        "A token of %s takes %s with %s in %s, the least of %d"
            .formatted(
                Plain.of(least.model()),
                Units.si(joules(least), "J"),
                Plain.of(least.who()),
                Plain.of(least.format()),
                all.size()),
        context.subtitle(
            "decode, sum of a model's kernels, without what lies between them; energy of the %s, idle included%s"
                .formatted(Plain.of(scope), Context.cut(MOST_BARS, all.size(), "sums"))),
        new Lanes(
            lanes,
            Scales.fromZero(unit.prefix() + "J per token", most, unit.divisor()),
            Optional.empty()),
        table(all));
  }

  private static Interval interval(TokenEnergy each) {
    return each.joules().asOptional().orElseThrow();
  }

  private static double joules(TokenEnergy each) {
    return interval(each).estimate();
  }

  private static String head(TokenEnergy each) {
    String depth = each.context() == 0 ? "" : ", %d deep".formatted(each.context());
    return Plain.of(each.model() + depth);
  }

  private static Lanes.Lane lane(Context context, TokenEnergy each) {
    return new Lanes.Lane(
        context.styles().slot(each.backend()),
        interval(each),
        Plain.cut(
            Plain.of(
                "%s, %s: %s".formatted(each.format(), each.who(), Units.si(joules(each), "J"))),
            52));
  }

  private static DataTable table(List<TokenEnergy> sums) {
    List<List<String>> rows = new ArrayList<>();
    for (TokenEnergy each : sums) {
      Interval sum = interval(each);
      rows.add(
          List.of(
              head(each),
              Plain.of(each.format()),
              Plain.of(each.who()),
              String.valueOf(each.kernels()),
              Units.si(sum.estimate(), "J"),
              "%s to %s".formatted(Units.si(sum.low(), "J"), Units.si(sum.high(), "J")),
              Units.figure(1 / sum.estimate())));
    }
    return new DataTable(
        List.of("model", "format", "backend", "kernels", "J/token", "interval", "tokens/J"),
        3,
        rows);
  }

  /** Sums that are refused, a sentence for each reason. */
  static List<String> refused(Context context) {
    Map<String, List<TokenEnergy>> byReason =
        TokenEnergy.of(context.summary()).stream()
            .filter(each -> !each.joules().isPresent())
            .collect(
                Collectors.groupingBy(
                    each -> Reading.why(each.joules()), LinkedHashMap::new, Collectors.toList()));
    List<String> sentences = new ArrayList<>();
    byReason.forEach((reason, sums) ->
        sentences.add(
            "No joules per token of %s: %s."
                .formatted(
                    sums.stream()
                        .map(each -> "%s with %s".formatted(each.model(), each.who()))
                        .distinct()
                        .limit(4)
                        .collect(Collectors.joining(", ")),
                    reason)));
    return sentences;
  }
}
