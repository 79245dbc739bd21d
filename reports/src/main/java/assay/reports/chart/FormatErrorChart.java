package assay.reports.chart;

import assay.reports.record.Accuracy;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Error by format: what storing costs, and what each backend's arithmetic adds. */
final class FormatErrorChart {

  /** Stored weights are no backend; they take the last colour. */
  private static final int WEIGHTS_SLOT = 7;

  private static final int MOST_ROWS = 16;

  private final Context context;
  private final Map<String, List<CaseSummary>> byFormat;
  private final long fills;

  private FormatErrorChart(Context context, List<CaseSummary> cases) {
    this.context = context;
    this.byFormat = grouped(cases, Context::format);
    this.fills = cases.stream().map(each -> each.record().key().fill()).distinct().count();
  }

  /** Over all valid matmuls; empty when none has a finite error. */
  static Optional<Chart> of(Context context) {
    List<CaseSummary> cases =
        context.summary().valid().stream()
            .filter(each -> each.shape().operation().equals("matmul"))
            .filter(each -> AccuracyChart.error(each).isPresent())
            .toList();
    return cases.isEmpty()
        ? Optional.empty()
        : Optional.of(new FormatErrorChart(context, cases).chart());
  }

  private Chart chart() {
    List<Lanes.Row> rows = new ArrayList<>();
    byFormat.forEach((format, cases) -> rows.add(new Lanes.Row(format, lanes(cases))));
    rows.sort(Comparator.comparingDouble(row -> -largest(row)));
    double least =
        rows.stream()
            .flatMap(row -> row.lanes().stream())
            .mapToDouble(lane -> lane.value().low())
            .filter(value -> value > 0)
            .min()
            .orElse(1e-3);
    double most = rows.stream().mapToDouble(FormatErrorChart::largest).max().orElse(1);
    return new Chart(
        "error-by-format",
        title(rows),
        context.subtitle(
            "matmul, NMSE, median and range over shapes, logarithmic"
                + Context.cut(MOST_ROWS, rows.size(), "formats")),
        new Lanes(
            rows.stream().limit(MOST_ROWS).toList(),
            Scales.log(
                "NMSE (log); exact results stand at the left edge",
                Math.max(AccuracyChart.FLOOR, least / 2),
                Math.max(most, least * 10),
                Ticks::power),
            Optional.empty()),
        table(rows));
  }

  private static String title(List<Lanes.Row> rows) {
    Lanes.Row worst = rows.getFirst();
    Lanes.Lane lane =
        worst.lanes().stream()
            .max(Comparator.comparingDouble(each -> each.value().estimate()))
            .orElseThrow();
    return "%s has the largest error, NMSE %s"
        .formatted(worst.head(), lane.label().replace("\u00a0\u00a0", " from "));
  }

  private static double largest(Lanes.Row row) {
    return row.lanes().stream().mapToDouble(lane -> lane.value().high()).max().orElse(0);
  }

  private List<Lanes.Lane> lanes(List<CaseSummary> cases) {
    List<Lanes.Lane> lanes = new ArrayList<>();
    Map<String, List<CaseSummary>> byFill =
        grouped(cases.stream().filter(each -> weights(each) != null).toList(), this::fill);
    byFill.forEach((fill, own) ->
        lanes.add(
            lane(
                WEIGHTS_SLOT,
                own.stream().map(FormatErrorChart::weights).sorted().toList(),
                "stored weights" + fill)));
    grouped(cases, CaseSummary::backend)
        .forEach((backend, all) ->
            grouped(all, this::fill)
                .forEach((fill, own) ->
                    lanes.add(
                        lane(
                            context.styles().slot(backend),
                            sorted(own),
                            Plain.of(backend) + fill))));
    return lanes;
  }

  private static Map<String, List<CaseSummary>> grouped(
      List<CaseSummary> cases, Function<CaseSummary, String> by) {
    return cases.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
  }

  /** Trained weights lose more than random ones, so no figure may stand for both. */
  private String fill(CaseSummary each) {
    String fill = Plain.of(each.record().key().fill());
    return fills > 1 ? ", " + fill : "";
  }

  private static Double weights(CaseSummary each) {
    Double nmse = each.record().accuracy().weightNmse();
    return nmse != null && Double.isFinite(nmse) ? nmse : null;
  }

  private static List<Double> sorted(List<CaseSummary> cases) {
    return cases.stream()
        .map(CaseSummary::record)
        .map(each -> each.accuracy())
        .map(Accuracy::nmse)
        .sorted()
        .toList();
  }

  private static Lanes.Lane lane(int slot, List<Double> sorted, String name) {
    double median = sorted.get(sorted.size() / 2);
    Interval range = new Interval(sorted.getFirst(), median, sorted.getLast());
    return new Lanes.Lane(slot, range, Units.error(median) + "\u00a0\u00a0" + name);
  }

  private static DataTable table(List<Lanes.Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Lanes.Row row : rows) {
      for (Lanes.Lane lane : row.lanes()) {
        String name = lane.label().substring(lane.label().indexOf("\u00a0\u00a0") + 2);
        cells.add(
            List.of(
                row.head(),
                name,
                Units.error(lane.value().estimate()),
                Units.error(lane.value().low()),
                Units.error(lane.value().high())));
      }
    }
    return new DataTable(List.of("format", "error of", "median NMSE", "least", "most"), 2, cells);
  }
}
