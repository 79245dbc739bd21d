package assay.reports.chart;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.Place;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every chart of one run needs.
 *
 * @param styles colours of the run's backends
 */
record Context(RunSummary summary, BackendStyles styles) {

  static Context of(RunSummary summary) {
    return new Context(summary, new BackendStyles(summary.backends()));
  }

  /** {@code what · machine, day, profile}. */
  String subtitle(String what) {
    return subtitle(
        what,
        summary.places().stream().map(this::chip).distinct().collect(Collectors.joining(" and ")));
  }

  /** The same of cases on one chip: {@code what · chip, day, profile}. */
  String subtitle(String what, Place place) {
    return subtitle(what, chip(place));
  }

  private String chip(Place place) {
    return place.isHost() ? MachineLine.cpu(summary.run()) : Plain.of(place.name());
  }

  private String subtitle(String what, String machine) {
    return "%s · %s, %s".formatted(what, machine, MachineLine.when(summary.run()));
  }

  static String id(String... parts) {
    return String.join("-", parts)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** What a picture leaves out of its table, for the end of a subtitle's first part. */
  static String cut(int most, int all, String rows) {
    return all > most ? "; the first %d of %d %s".formatted(most, all, rows) : "";
  }

  String name(CaseSummary each) {
    return Plain.cut(Plain.of(summary.who(each)), 28);
  }

  static String format(CaseSummary each) {
    return Plain.cut(Plain.of(each.format()), 10);
  }

  /** Of a group's cases, those with the shape that most of them have; ties go to more flops. */
  static List<CaseSummary> mainShape(List<CaseSummary> group) {
    Map<String, List<CaseSummary>> byShape =
        group.stream().collect(Collectors.groupingBy(each -> each.shape().label()));
    return byShape.values().stream()
        .max(
            Comparator.comparingInt((List<CaseSummary> cases) -> cases.size())
                .thenComparingLong(cases -> cases.getFirst().record().work().flops())
                .thenComparing(cases -> cases.getFirst().shape().label()))
        .orElse(List.of());
  }
}
