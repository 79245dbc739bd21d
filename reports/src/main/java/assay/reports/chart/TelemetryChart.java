package assay.reports.chart;

import assay.probe.telemetry.Measure;
import assay.reports.chart.TimePanels.Panel;
import assay.reports.chart.TimePanels.Sort;
import assay.reports.chart.TimePanels.Span;
import assay.reports.record.ForkRecord;
import assay.reports.record.Telemetry;
import assay.reports.record.Telemetry.Strip;
import assay.reports.record.Telemetry.Window;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.SustainedSummary;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One fork's iterations, and below them what power, clock and temperature did meanwhile. */
final class TelemetryChart {

  private static final int MOST_SPANS = 200;

  private final Context context;
  private final CaseSummary measured;
  private final ForkRecord fork;
  private final Telemetry seen;
  private final List<Panel> sensors;
  private final List<Span> heldBack;

  private TelemetryChart(Context context, CaseSummary measured, ForkRecord fork) {
    this.context = context;
    this.measured = measured;
    this.fork = fork;
    this.seen = fork.telemetry();
    this.sensors =
        SensorPanels.of(
            seen.strips().stream()
                .map(each -> new SensorPanels.Line(each.channel(), each.seconds(), each.values()))
                .toList(),
            measured.meter());
    this.heldBack = heldBack(seen.strips());
  }

  /**
   * The most telling fork of each chip: the one that was held back the longest, else that of the
   * case that drew the most power.
   */
  static List<Chart> mostTelling(Context context) {
    List<Chart> charts = new ArrayList<>();
    context
        .summary()
        .places()
        .forEach(place ->
            context.summary().valid().stream()
                .filter(each -> each.place().equals(place))
                .flatMap(each -> ofCase(context, each).stream())
                .max(
                    Comparator.comparingDouble(TelemetryChart::heldSeconds)
                        .thenComparingDouble(TelemetryChart::watts))
                .ifPresent(each -> charts.add(each.chart(Context.id("strips", place.id())))));
    return charts;
  }

  private static Optional<TelemetryChart> ofCase(Context context, CaseSummary each) {
    return each.record().forks().stream()
        .filter(fork -> fork.outcome().isEmpty() && fork.telemetry() != null)
        .filter(fork -> fork.sustained() == null && !fork.telemetry().strips().isEmpty())
        .map(fork -> new TelemetryChart(context, each, fork))
        .filter(chart -> !chart.sensors.isEmpty())
        .max(Comparator.comparingDouble(TelemetryChart::heldSeconds));
  }

  private double heldSeconds() {
    return heldBack.stream().mapToDouble(each -> each.toSeconds() - each.fromSeconds()).sum();
  }

  private double watts() {
    return measured.meter().headline(fork).stream()
        .flatMap(each -> each.watts().asOptional().stream())
        .mapToDouble(each -> each.value())
        .sum();
  }

  private Chart chart(String id) {
    List<Panel> panels = new ArrayList<>();
    speed().ifPresent(panels::add);
    panels.addAll(sensors);
    List<Span> spans = new ArrayList<>(windows());
    spans.addAll(heldBack);
    String what =
        "fork %d, %s %s, %s; grey where it was measured%s"
            .formatted(
                fork.round() + 1,
                Context.format(measured),
                Plain.of(measured.shape().group() + " " + measured.shape().label()),
                context.name(measured),
                heldBack.isEmpty() ? "" : ", blue where something was held back");
    List<List<String>> rows = new ArrayList<>(panels.stream().map(SensorPanels::row).toList());
    return new Chart(
        id,
        title(),
        context.subtitle(what, measured.place()),
        new TimePanels(panels, spans),
        new DataTable(SensorPanels.HEADER, 1, rows));
  }

  private String title() {
    List<String> parts = new ArrayList<>();
    if (watts() > 0) {
      parts.add("draws " + Units.si(watts(), "W"));
    }
    mean(Measure.CLOCK).ifPresent(hertz -> parts.add("runs at " + Units.si(hertz, "Hz")));
    boolean told =
        seen.strips().stream().anyMatch(each -> each.channel().measure().tellsHoldingBack());
    String held =
        !heldBack.isEmpty()
            ? "held back for %s of it".formatted(SustainedSummary.clock(heldSeconds()))
            : told ? "nothing held it back" : "no sensor tells whether it was held back";
    return "%s in %s %s %s; %s"
        .formatted(
            context.name(measured),
            Context.format(measured),
            Plain.of(measured.shape().group()),
            parts.isEmpty() ? "beside its sensors" : String.join(" and ", parts),
            held);
  }

  private Optional<Double> mean(Measure measure) {
    return seen.strips().stream()
        .filter(each -> each.channel().measure() == measure)
        .map(each ->
            Arrays.stream(each.values()).filter(Double::isFinite).average().orElse(Double.NaN))
        .filter(each -> each > 0)
        .max(Double::compare);
  }

  /** A level for every window; what was left out is not drawn. */
  private Optional<Panel> speed() {
    List<Window> windows = seen.windows();
    List<ForkRecord.Iteration> iterations = fork.iterations();
    if (windows.isEmpty() || windows.size() != iterations.size()) {
      return Optional.empty();
    }
    double work =
        measured.judgedByBytes()
            ? measured.record().work().bytes()
            : measured.record().work().flops();
    AxisUnit unit = AxisUnit.of(measured.rate().map(rate -> rate.estimate()).orElse(1.0));
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      if (iterations.get(i).isUsable()) {
        double rate = work / iterations.get(i).nanosPerOp() * 1e9 / unit.divisor();
        points.add(new double[] {windows.get(i).fromSeconds(), rate});
        points.add(new double[] {windows.get(i).toSeconds(), rate});
        points.add(new double[] {windows.get(i).toSeconds(), Double.NaN});
      }
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Panel(
                "speed, " + unit.prefix() + measured.rateUnit(),
                context.styles().slot(measured.backend()),
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray()));
  }

  private List<Span> windows() {
    return merged(
        seen.windows().stream()
            .filter(each -> each.toSeconds() > each.fromSeconds())
            .map(each -> new Span(each.fromSeconds(), each.toSeconds(), Sort.MEASURED, ""))
            .toList());
  }

  /** Where a counter of held-back time grew. */
  private static List<Span> heldBack(List<Strip> strips) {
    List<Span> spans = new ArrayList<>();
    for (Strip strip : strips) {
      if (!strip.channel().measure().tellsHoldingBack()) {
        continue;
      }
      int size = Math.min(strip.seconds().length, strip.values().length);
      String label = strip.channel().label();
      String name =
          Plain.cut("held back: " + Plain.of(label.isEmpty() ? strip.channel().id() : label), 60);
      for (int i = 0; i < size; i++) {
        if (strip.values()[i] > 0 && Double.isFinite(strip.seconds()[i])) {
          double from = i == 0 ? strip.seconds()[i] : strip.seconds()[i - 1];
          spans.add(new Span(from, strip.seconds()[i], Sort.HELD_BACK, name));
        }
      }
    }
    return merged(spans);
  }

  private static List<Span> merged(List<Span> spans) {
    List<Span> sorted =
        spans.stream().sorted(Comparator.comparingDouble(Span::fromSeconds)).toList();
    double all =
        sorted.isEmpty() ? 0 : sorted.getLast().toSeconds() - sorted.getFirst().fromSeconds();
    List<Span> merged = new ArrayList<>();
    for (Span each : sorted) {
      Span last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && each.fromSeconds() - last.toSeconds() <= all / MOST_SPANS) {
        merged.set(
            merged.size() - 1,
            new Span(
                last.fromSeconds(),
                Math.max(last.toSeconds(), each.toSeconds()),
                last.sort(),
                last.label()));
      } else {
        merged.add(each);
      }
    }
    return merged;
  }
}
