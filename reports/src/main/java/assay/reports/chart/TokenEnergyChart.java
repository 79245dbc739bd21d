package assay.reports.chart;

import assay.probe.Reading;
import assay.reports.summary.Interval;
import assay.reports.summary.TokenEnergy;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Joules of one decoded token, by model and backend. */
final class TokenEnergyChart {

  private static final int MOST_ROWS = 14;

  private TokenEnergyChart() {}

  /** Empty where no model's kernels are all there. */
  static Optional<Chart> of(Context context) {
    List<TokenEnergy> all = TokenEnergy.of(context.summary());
    List<TokenEnergy> known = all.stream().filter(each -> each.joules().isPresent()).toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(chart(context, known, all));
  }

  private static Chart chart(Context context, List<TokenEnergy> known, List<TokenEnergy> all) {
    TokenEnergy least =
        known.stream().min(Comparator.comparingDouble(e -> joules(e).estimate())).get();
    double most = known.stream().mapToDouble(each -> joules(each).high()).max().orElseThrow();
    SustainedChart.Unit unit = SustainedChart.Unit.of(most);
    List<Lanes.Row> rows =
        known.stream()
            .collect(
                Collectors.groupingBy(
                    TokenEnergy::model, java.util.LinkedHashMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .limit(MOST_ROWS)
            .map(model ->
                new Lanes.Row(
                    Plain.of(model.getKey()),
                    model.getValue().stream().map(each -> lane(context, each)).toList()))
            .toList();
    return new Chart(
        "energy-token",
        "A token of %s takes %s on %s"
            .formatted(
                Plain.of(least.model()),
                Units.si(joules(least).estimate(), "J"),
                Plain.of(least.who())),
        context.subtitle(
            "decode, every kernel of the model as often as a token takes it, idle included, of: %s; without what lies between kernels"
                .formatted(Plain.of(scope(least))),
            least.example().place()),
        new Lanes(
            rows,
            Scales.fromZero(unit.prefix() + "J a token, 95 % interval", most, unit.divisor()),
            Optional.empty()),
        table(all));
  }

  private static Lanes.Lane lane(Context context, TokenEnergy each) {
    return new Lanes.Lane(
        context.styles().slot(each.example().backend()),
        joules(each),
        Units.si(joules(each).estimate(), "J") + "\u00a0\u00a0" + Plain.of(each.who()));
  }

  private static Interval joules(TokenEnergy each) {
    return each.joules().asOptional().orElseThrow();
  }

  private static String scope(TokenEnergy each) {
    return each.joules() instanceof Reading.Present<Interval>(var value, var unit, String source)
        ? source
        : "";
  }

  private static DataTable table(List<TokenEnergy> all) {
    List<List<String>> rows = new ArrayList<>();
    for (TokenEnergy each : all) {
      rows.add(
          List.of(
              Plain.of(each.model()),
              Plain.of(each.who()),
              each.joules()
                  .asOptional()
                  .map(value ->
                      "%s (%s to %s)"
                          .formatted(
                              Units.si(value.estimate(), "J"),
                              Units.si(value.low(), "J"),
                              Units.si(value.high(), "J")))
                  .orElseGet(() -> Plain.of(Reading.why(each.joules())))));
    }
    return new DataTable(List.of("model", "backend", "J a token"), 2, rows);
  }
}
