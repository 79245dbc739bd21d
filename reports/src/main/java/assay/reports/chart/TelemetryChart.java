package assay.reports.chart;

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
  private final List<SensorPanels.Line> lines;
  private final List<Panel> sensors;
  private final List<Span> heldBack;

  private TelemetryChart(Context context, CaseSummary measured, ForkRecord fork) {
    this.context = context;
    this.measured = measured;
    this.fork = fork;
    this.seen = fork.telemetry();
    this.lines =
        seen.strips().stream()
            .map(each -> new SensorPanels.Line(each.channel(), each.seconds(), each.values()))
            .toList();
    this.sensors = SensorPanels.of(lines, measured.meter());
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

  /** By the counter that grew the most: those of one part count the same moments. */
  private double heldSeconds() {
    return seen.strips().stream()
        .filter(each -> each.channel().measure().tellsHoldingBack())
        .mapToDouble(TelemetryChart::grown)
        .max()
        .orElse(0);
  }

  /** Points are means of equal stretches of time, of seconds held back in a second. */
  private static double grown(Strip strip) {
    int size = Math.min(strip.seconds().length, strip.values().length);
    double passed = size < 2 ? 0 : strip.seconds()[size - 1] - strip.seconds()[0];
    double rate =
        Arrays.stream(strip.values(), 0, size)
            .filter(Double::isFinite)
            .map(each -> Math.max(0, each))
            .sum();
    return Math.max(0, passed) * rate / Math.max(1, size - 1);
  }

  /** {@code 1.2 ms}, {@code 4 min 10 s}. */
  static String length(double seconds) {
    return seconds < 10 ? Units.duration(seconds * 1e9) : SustainedSummary.clock(seconds);
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
    SensorPanels.clock(lines, measured.meter())
        .flatMap(line ->
            Arrays.stream(line.values()).filter(Double::isFinite).average().stream()
                .boxed()
                .findFirst())
        .ifPresent(hertz -> parts.add("runs at " + Units.si(hertz, "Hz")));
    boolean told = seen.strips().stream().anyMatch(this::tellsToTheEnd);
    String held =
        heldSeconds() > 0
            ? "held back for %s of it".formatted(length(heldSeconds()))
            : !heldBack.isEmpty()
                ? "held back in some of it"
                : told ? "nothing held it back" : "no sensor tells whether it was held back";
    return "%s in %s %s %s; %s"
        .formatted(
            context.name(measured),
            Context.format(measured),
            Plain.of(measured.shape().group()),
            parts.isEmpty() ? "beside its sensors" : String.join(" and ", parts),
            held);
  }

  /** A sensor that went silent does not know what came after. */
  private boolean tellsToTheEnd(Strip strip) {
    return strip.channel().measure().tellsHoldingBack()
        && measured.meter().owns(strip.channel())
        && strip.ended().isEmpty()
        && Arrays.stream(strip.values()).anyMatch(Double::isFinite);
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
