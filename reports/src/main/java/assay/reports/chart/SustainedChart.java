package assay.reports.chart;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.reports.chart.TimePanels.Panel;
import assay.reports.chart.TimePanels.Sort;
import assay.reports.chart.TimePanels.Span;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Interval;
import assay.reports.summary.SustainedSummary;
import assay.reports.summary.SustainedSummary.Point;
import assay.reports.summary.SustainedWords;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Speed over minutes to hours, with power, clock, temperature and joules of an operation. */
final class SustainedChart {

  private static final int LONGEST_REASON = 60;

  private final Context context;
  private final CaseSummary measured;
  private final Sustained sustained;
  private final SustainedSummary course;
  private final SustainedWords words;

  private SustainedChart(Context context, CaseSummary measured, Sustained sustained) {
    this.context = context;
    this.measured = measured;
    this.sustained = sustained;
    this.course = SustainedSummary.of(sustained, measured.meter());
    this.words = SustainedWords.of(measured, course);
  }

  /** Of every fork that was repeated for minutes to hours and completed an operation. */
  static List<Chart> all(Context context) {
    List<Chart> charts = new ArrayList<>();
    for (CaseSummary each : context.summary().cases()) {
      each.record().forks().stream()
          .filter(fork -> fork.sustained() != null)
          .map(fork -> new SustainedChart(context, each, fork.sustained()))
          .filter(chart -> !chart.course.points().isEmpty())
          .forEach(chart -> charts.add(chart.chart("sustained-" + (charts.size() + 1))));
    }
    return charts;
  }

  private Chart chart(String id) {
    List<Panel> panels = new ArrayList<>();
    AxisUnit unit = AxisUnit.of(course.rate().asOptional().orElse(1.0) * words.perOperation());
    panels.add(
        panel(
            "speed, " + unit.prefix() + words.unit(),
            context.styles().slot(measured.backend()),
            each -> each.opsPerSecond() * words.perOperation() / unit.divisor()));
    panels.addAll(
        SensorPanels.of(sustained.channels().stream().map(this::line).toList(), measured.meter()));
    course.points().stream()
        .flatMap(each -> each.joulesPerOp().asOptional().stream())
        .max(Double::compare)
        .map(AxisUnit::of)
        .ifPresent(joules ->
            panels.add(
                panel(
                    "energy, %sJ/op".formatted(joules.prefix()),
                    TimePanels.SENSOR,
                    each ->
                        each.joulesPerOp().asOptional().orElse(Double.NaN) / joules.divisor())));
    return new Chart(id, words.finding(), subtitle(), new TimePanels(panels, spans()), table());
  }

  private String subtitle() {
    String what =
        "%s %s, %s, slice by slice"
            .formatted(
                Context.format(measured),
                Plain.of(measured.shape().group() + " " + measured.shape().label()),
                context.name(measured));
    if (course.throttled().isPresent()) {
      what +=
          "; blue where something was held back, in slices of %s in all"
              .formatted(SustainedSummary.clock(course.throttledSeconds()));
      what +=
          course.countedSeconds() > 0
              ? ", %s of it counted".formatted(TelemetryChart.length(course.countedSeconds()))
              : "";
    }
    if (course.holes() > 0) {
      what += "; interrupted " + (course.holes() == 1 ? "once" : course.holes() + " times");
    }
    return context.subtitle(what, measured.place());
  }

  private Panel panel(String label, int slot, ToDoubleFunction<Point> value) {
    List<double[]> points = new ArrayList<>();
    Point before = null;
    for (Point each : course.points()) {
      if (before != null && each.isAfterHole(before)) {
        points.add(new double[] {each.startSeconds(), Double.NaN});
      }
      points.add(
          new double[] {each.startSeconds() + each.seconds() / 2, value.applyAsDouble(each)});
      before = each;
    }
    return new Panel(
        label,
        slot,
        points.stream().mapToDouble(point -> point[0]).toArray(),
        points.stream().mapToDouble(point -> point[1]).toArray());
  }

  private SensorPanels.Line line(Channel channel) {
    List<Slice> slices = sustained.slices();
    return new SensorPanels.Line(
        channel,
        slices.stream().mapToDouble(each -> each.startSeconds() + each.seconds() / 2).toArray(),
        slices.stream()
            .mapToDouble(each -> {
              Reading<Double> mean = each.means().get(channel.id());
              return mean == null ? Double.NaN : mean.asOptional().orElse(Double.NaN);
            })
            .toArray());
  }

  /** Neighbouring slices that were held back as one span. */
  private List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (Slice each : sustained.slices()) {
      double end = each.startSeconds() + each.seconds();
      if (each.throttled().isEmpty() || !Double.isFinite(end)) {
        continue;
      }
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last != null && each.startSeconds() - last.toSeconds() <= 2) {
        spans.set(spans.size() - 1, new Span(last.fromSeconds(), end, last.sort(), last.label()));
      } else {
        String reason = Plain.of(String.join(", ", each.throttled()));
        spans.add(
            new Span(
                each.startSeconds(),
                end,
                Sort.HELD_BACK,
                Plain.cut("held back: " + reason, LONGEST_REASON)));
      }
    }
    return spans;
  }

  private DataTable table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("first minute", interval(course.firstMinute())));
    rows.add(row("settled", interval(course.settled())));
    rows.add(
        row(
            "loss against the first minute",
            course
                .loss()
                .asOptional()
                .map(loss ->
                    "%s (%s to %s)"
                        .formatted(
                            Units.spread(loss.estimate()),
                            Units.spread(loss.low()),
                            Units.spread(loss.high())))
                .orElseGet(() -> Plain.of(Reading.why(course.loss())))));
    rows.add(
        row(
            "slower for good from",
            course
                .onset()
                .asOptional()
                .map(SustainedSummary::clock)
                .orElseGet(() -> Plain.of(Reading.why(course.onset())))));
    rows.add(
        row(
            "first held back",
            course
                .throttled()
                .map(first ->
                    SustainedSummary.clock(first.atSeconds())
                        + ", "
                        + Plain.of(course.throttledBy()))
                .orElse("never, as far as sensors tell")));
    rows.add(row("energy in the first minute", joules(course.firstJoules())));
    rows.add(row("energy at the end", joules(course.endingJoules())));
    rows.add(row("energy covers", Plain.of(course.covers())));
    rows.add(row("ran", SustainedSummary.clock(course.seconds())));
    return new DataTable(List.of("figure", "value"), 2, rows);
  }

  private static List<String> row(String name, String value) {
    return List.of(name, value);
  }

  private String interval(Reading<Interval> reading) {
    Optional<Interval> known = reading.asOptional();
    return known
        .map(each ->
            "%s (%s to %s)"
                .formatted(
                    words.rate(each.estimate()), words.rate(each.low()), words.rate(each.high())))
        .orElseGet(() -> Plain.of(Reading.why(reading)));
  }

  private static String joules(Reading<Double> reading) {
    return reading
        .asOptional()
        .map(each -> Units.si(each, "J") + "/op")
        .orElseGet(() -> Plain.of(Reading.why(reading)));
  }
}
