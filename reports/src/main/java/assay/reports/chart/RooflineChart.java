package assay.reports.chart;

import assay.reports.record.Ceiling;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.CeilingShare;
import assay.reports.summary.Ceilings;
import assay.reports.summary.Place;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Arithmetic rate over arithmetic intensity, under the measured ceilings (Williams, Waterman and
 * Patterson, "Roofline", CACM 52:4, 2009).
 */
final class RooflineChart {

  private static final double SAME_LINE = 1.25;

  private final Context context;
  private final List<CaseSummary> cases;
  private final Place place;
  private final List<Ceiling> roofs;
  private final List<Ceiling> flats;
  private final double left;
  private final double right;

  private RooflineChart(Context context, Place place, List<CaseSummary> cases) {
    this.context = context;
    this.place = place;
    this.cases = cases;
    Ceilings ceilings = context.summary().ceilings();
    this.roofs =
        ceilings.mostThreads(place.id(), "read.").stream()
            .sorted(Comparator.comparingDouble(Ceilings::value))
            .toList();
    this.flats = arithmetic(ceilings);
    var intensity = cases.stream().mapToDouble(CaseSummary::intensity).summaryStatistics();
    this.left = Math.floor(Math.log10(intensity.getMin()) * 2) / 2 - 0.5;
    this.right = Math.max(left + 2, Math.ceil(Math.log10(intensity.getMax()) * 2) / 2 + 0.5);
  }

  /** Of matmuls only the types that some case is held against: a device has many. */
  private List<Ceiling> arithmetic(Ceilings ceilings) {
    Stream<Ceiling> plain = ceilings.mostThreads(place.id(), "fma.f32").stream();
    Stream<Ceiling> own = cases.stream().flatMap(each -> ceilings.compute(each.record()).stream());
    return (place.isHost() ? plain : Stream.concat(plain, own))
        .distinct()
        .sorted(Comparator.comparingDouble(Ceilings::value))
        .toList();
  }

  /** Empty without valid cases that compute on this chip. */
  static Optional<Chart> of(Context context, Place place) {
    List<CaseSummary> cases =
        context.summary().valid().stream()
            .filter(each -> !each.judgedByBytes() && each.record().work().flops() > 0)
            .filter(each -> each.place().equals(place))
            .toList();
    return cases.isEmpty()
        ? Optional.empty()
        : Optional.of(new RooflineChart(context, place, cases).chart());
  }

  private Chart chart() {
    return new Chart(
        place.isHost() ? "roofline" : Context.id("roofline", place.id()),
        title(),
        context.subtitle(
            "arithmetic rate over intensity, both logarithmic, measured ceilings", place),
        new Scatter(xAxis(), yAxis(), series(), limits(), true),
        table());
  }

  private String title() {
    long memory = boundBy("read.");
    long arithmetic = boundBy("fma.") + boundBy("matmul.");
    String where = place.name().isEmpty() ? "" : "On %s: ".formatted(Plain.of(place.name()));
    if (memory + arithmetic == 0) {
      return cases.size() == 1
          ? (where.isEmpty() ? "One" : where + "one")
              + " case; no ceiling was measured that binds it"
          : "%s%d cases; no ceiling was measured that binds them".formatted(where, cases.size());
    }
    return "%s%s binds %d cases and arithmetic %d; %s"
        .formatted(where, where.isEmpty() ? "Memory" : "memory", memory, arithmetic, reached());
  }

  private String reached() {
    List<CeilingShare> shares = cases.stream().flatMap(each -> each.ceiling().stream()).toList();
    double best =
        shares.stream()
            .filter(CeilingShare::holds)
            .mapToDouble(CeilingShare::share)
            .max()
            .orElse(0);
    long passed = shares.stream().filter(share -> !share.holds()).count();
    return passed == 0
        ? "the best one reaches %s of its ceiling".formatted(Units.percent(best))
        : "%d pass theirs, the best other one reaches %s".formatted(passed, Units.percent(best));
  }

  private long boundBy(String prefix) {
    return cases.stream()
        .flatMap(each -> each.ceiling().stream())
        .filter(share -> share.ceiling().id().startsWith(prefix))
        .count();
  }

  private Scatter.Axis xAxis() {
    return new Scatter.Axis(
        "FLOP per byte (log)", left, right, most -> Ticks.log(left, right, most, Ticks::plain));
  }

  private Scatter.Axis yAxis() {
    var rates = cases.stream().mapToDouble(RooflineChart::rate).summaryStatistics();
    double top = Math.max(rates.getMax(), flats.isEmpty() ? 0 : Ceilings.value(flats.getLast()));
    double low = Math.floor(Math.log10(rates.getMin()) * 2) / 2 - 0.2;
    double high = Math.log10(top) + 0.25;
    return new Scatter.Axis(
        "FLOP/s (log)",
        low,
        high,
        most -> Ticks.log(low, high, most, value -> Ticks.si(value, "").strip()));
  }

  private List<Scatter.Series> series() {
    Map<String, List<CaseSummary>> byBackend =
        cases.stream().collect(Collectors.groupingBy(CaseSummary::backend));
    return context.summary().backends().stream()
        .filter(byBackend::containsKey)
        .map(backend -> series(backend, byBackend.get(backend)))
        .toList();
  }

  private Scatter.Series series(String backend, List<CaseSummary> own) {
    List<Scatter.Point> points =
        own.stream()
            .map(
                each -> new Scatter.Point(Math.log10(each.intensity()), Math.log10(rate(each)), ""))
            .toList();
    return new Scatter.Series(Plain.of(backend), context.styles().slot(backend), false, points);
  }

  private List<Scatter.Limit> limits() {
    List<Scatter.Limit> limits = new ArrayList<>();
    double bottom = yAxis().low();
    double top = flats.isEmpty() ? yAxis().high() : Math.log10(Ceilings.value(flats.getLast()));
    for (int i = 0; i < roofs.size(); i++) {
      double bandwidth = Math.log10(Ceilings.value(roofs.get(i)));
      double from = Math.max(left, bottom - bandwidth);
      double to = Math.min(right, top - bandwidth);
      if (to > from) {
        String names = names(roofs, i, "B/s");
        limits.add(new Scatter.Limit(names, from, from + bandwidth, to, to + bandwidth));
      }
    }
    for (int i = 0; i < flats.size(); i++) {
      double level = Math.log10(Ceilings.value(flats.get(i)));
      double ridge = roofs.isEmpty() ? left : level - Math.log10(Ceilings.value(roofs.getLast()));
      double from = Math.clamp(ridge, left, right);
      limits.add(new Scatter.Limit(names(flats, i, "FLOP/s"), from, level, right, level));
    }
    return limits;
  }

  /** Lines that nearly coincide share the name that stands at the upper one. */
  private static String names(List<Ceiling> lines, int i, String unit) {
    if (i + 1 < lines.size() && coincide(lines, i)) {
      return "";
    }
    StringBuilder names = new StringBuilder(name(lines.get(i), unit));
    for (int below = i - 1; below >= 0 && coincide(lines, below); below--) {
      names.insert(0, name(lines.get(below), unit) + ", ");
    }
    return names.toString();
  }

  /** Whether this line is too close to the next one for two labels. */
  private static boolean coincide(List<Ceiling> lines, int i) {
    return Ceilings.value(lines.get(i + 1)) < SAME_LINE * Ceilings.value(lines.get(i));
  }

  private static String name(Ceiling ceiling, String unit) {
    String id = Plain.of(ceiling.id());
    String kind = id.substring(id.indexOf('.') + 1);
    String what = id.startsWith("fma") ? "FMA" : id.startsWith("matmul") ? kind + " matmul" : kind;
    return "%s %s".formatted(what, Units.si(Ceilings.value(ceiling), unit));
  }

  private static double rate(CaseSummary each) {
    return each.speed().orElseThrow().flopsPerSecond().estimate();
  }

  /** The lines of the picture first, then its points. */
  private DataTable table() {
    List<List<String>> rows = new ArrayList<>();
    for (Ceiling roof : roofs) {
      rows.add(ceiling(roof, "B/s"));
    }
    flats.forEach(each -> rows.add(ceiling(each, "FLOP/s")));
    for (CaseSummary each : cases) {
      rows.add(
          List.of(
              Plain.of(each.record().key().spec()),
              context.name(each),
              each.ceiling().map(share -> Plain.of(share.name())).orElse("none measured"),
              Units.figure(each.intensity()),
              Units.si(rate(each), "FLOP/s"),
              each.ceiling().map(share -> Units.percent(share.share())).orElse("–")));
    }
    return new DataTable(
        List.of("case", "backend", "ceiling", "FLOP per byte", "rate", "of ceiling"), 3, rows);
  }

  private List<String> ceiling(Ceiling ceiling, String unit) {
    return List.of(
        place.isHost() ? "ceiling, %d thr".formatted(ceiling.threads()) : "ceiling",
        "–",
        Plain.of(ceiling.label()),
        "–",
        Units.si(Ceilings.value(ceiling), unit),
        "–");
  }
}
