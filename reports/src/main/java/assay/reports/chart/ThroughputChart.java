package assay.reports.chart;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.text.Plain;
import assay.reports.text.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Speed by backend for each format, at the shape that the most cases share, with intervals. */
final class ThroughputChart {

  private static final int MOST_ROWS = 14;

  private final Context context;
  private final String group;
  private final List<CaseSummary> cases;
  private final Scale scale;

  private ThroughputChart(Context context, String group, List<CaseSummary> cases) {
    this.context = context;
    this.group = group;
    this.cases = Context.mainShape(cases);
    this.scale = Scale.of(this.cases);
  }

  /**
   * @param cases valid, all of one group
   */
  static Chart of(Context context, String group, List<CaseSummary> cases) {
    return new ThroughputChart(context, group, cases).chart();
  }

  private Chart chart() {
    double most = cases.stream().mapToDouble(each -> rate(each).high()).max().orElse(1);
    String label = scale.unit() + ", 95 % interval";
    return new Chart(
        Context.id("throughput", group),
        title(),
        context.subtitle(
            "%s, %s in %s%s"
                .formatted(
                    group,
                    Plain.of(cases.getFirst().shape().label()),
                    scale.unit(),
                    Context.cut(MOST_ROWS, byFormat().size(), "formats")),
            cases.getFirst().place()),
        new Lanes(rows(), Scales.fromZero(label, most, scale.divisor()), Optional.empty()),
        table());
  }

  private String title() {
    Map<String, Long> wins =
        byFormat().values().stream()
            .map(same -> Plain.of(same.getFirst().backend()))
            .collect(
                Collectors.groupingBy(each -> each, LinkedHashMap::new, Collectors.counting()));
    var leader = wins.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    int formats = byFormat().size();
    CaseSummary best =
        cases.stream().max(Comparator.comparingDouble(e -> rate(e).estimate())).get();
    String peak =
        "%s %s in %s".formatted(figure(rate(best).estimate()), scale.unit(), Context.format(best));
    boolean alone = cases.stream().map(CaseSummary::backend).distinct().count() == 1;
    return alone
        ? "%s reaches %s, %s".formatted(leader.getKey(), peak, group)
        : "%s is fastest in %d of %d formats, %s; best: %s"
            .formatted(leader.getKey(), leader.getValue(), formats, group, peak);
  }

  /** Formats in order of appearance, each with its cases, fastest first. */
  private Map<String, List<CaseSummary>> byFormat() {
    return cases.stream()
        .sorted(Comparator.comparingDouble(each -> -rate(each).estimate()))
        .collect(Collectors.groupingBy(Context::format, LinkedHashMap::new, Collectors.toList()));
  }

  private List<Lanes.Row> rows() {
    List<Lanes.Row> rows = new ArrayList<>();
    byFormat()
        .forEach((format, same) ->
            rows.add(new Lanes.Row(format, same.stream().map(this::lane).toList())));
    return rows.stream().limit(MOST_ROWS).toList();
  }

  private Lanes.Lane lane(CaseSummary each) {
    Interval rate = rate(each);
    return new Lanes.Lane(
        context.styles().slot(each.backend()),
        rate,
        figure(rate.estimate()) + "\u00a0\u00a0" + context.name(each));
  }

  private DataTable table() {
    List<List<String>> rows = new ArrayList<>();
    byFormat()
        .forEach((format, same) ->
            same.forEach(each ->
                rows.add(
                    List.of(
                        format,
                        context.name(each),
                        figure(rate(each).estimate()),
                        figure(rate(each).low()),
                        figure(rate(each).high())))));
    return new DataTable(
        List.of("format", "backend", scale.unit(), "low", "high"), 2, List.copyOf(rows));
  }

  private String figure(double value) {
    return scale.figure(value);
  }

  private static Interval rate(CaseSummary each) {
    return each.rate().orElseThrow();
  }
}
