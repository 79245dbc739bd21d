package assay.reports.chart;

import assay.reports.judge.Comparison;
import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Verdict;
import assay.reports.summary.Interval;
import assay.reports.summary.Metric;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ratio of speeds with its interval, case by case, around the line of equal speed. */
public final class ComparisonChart {

  private static final int MOST_ROWS = 30;
  private static final int UNCLEAR_SLOT = 7;
  private static final int LONGEST_TITLE_NAMES = 24;

  private ComparisonChart() {}

  /**
   * @param where machine and day, for the subtitle
   * @param faster colour slot of the contender
   * @param slower colour slot of the baseline
   * @return empty when no case can be compared
   */
  static Optional<Chart> of(Comparison comparison, String where, int faster, int slower) {
    List<Row> rows =
        comparison.rows().stream()
            .filter(row -> row.ratio().isPresent())
            .sorted(Comparator.comparingDouble(row -> -ratio(row).estimate()))
            .toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Row> shown = shown(rows);
    String cut =
        shown.size() < rows.size()
            ? ", the %d farthest from 1 of %d".formatted(shown.size(), rows.size())
            : "";
    double least = shown.stream().mapToDouble(row -> ratio(row).low()).min().orElse(1);
    double most = shown.stream().mapToDouble(row -> ratio(row).high()).max().orElse(1);
    double matters = comparison.rules().threshold(Metric.SPEED);
    String axis =
        "speed of %s over %s (log)"
            .formatted(name(comparison.contender()), name(comparison.baseline()));
    return Optional.of(
        new Chart(
            Context.id("compare", comparison.contender(), comparison.baseline()),
            title(comparison, rows),
            "%sratio of speeds, 95 %% interval%s · %s".formatted(sides(comparison), cut, where),
            new Lanes(
                shown.stream().map(row -> row(row, faster, slower)).toList(),
                Scales.ratio(axis, least, most),
                Optional.of(new Lanes.Band(1 / matters, 1, matters))),
            table(comparison)));
  }

  /**
   * One chart of each comparison that has anything to draw.
   *
   * @param styles of the page; sides that it does not know take its first two colours
   */
  public static List<Chart> all(List<Comparison> comparisons, String where, BackendStyles styles) {
    Map<String, Chart> byId = new LinkedHashMap<>();
    for (Comparison each : comparisons) {
      boolean known = styles.knows(each.contender()) && styles.knows(each.baseline());
      int faster = known ? styles.slot(each.contender()) : 0;
      int slower = known ? styles.slot(each.baseline()) : 1;
      of(each, where, faster, slower)
          .ifPresent(
              chart -> byId.put(free(chart.id(), byId), chart.withId(free(chart.id(), byId))));
    }
    return List.copyOf(byId.values());
  }

  /** Runs of one second on two machines have one name. */
  private static String free(String id, Map<String, Chart> taken) {
    String free = id;
    for (int i = 2; taken.containsKey(free); i++) {
      free = id + "-" + i;
    }
    return free;
  }

  /** What was found, the gravest first; the sides too where their names are short. */
  private static String title(Comparison comparison, List<Row> rows) {
    List<String> parts = new ArrayList<>();
    for (Verdict each : List.of(Verdict.SLOWER, Verdict.FASTER, Verdict.SAME, Verdict.UNCLEAR)) {
      boolean beside = parts.isEmpty() || each.isDifferent();
      if (comparison.count(each) > 0 && beside) {
        parts.add(found(each, rows, parts.isEmpty()));
      }
    }
    String finding = String.join("; ", parts);
    return isShort(comparison)
        ? "%s against %s, %s"
            .formatted(name(comparison.contender()), name(comparison.baseline()), finding)
        : finding;
  }

  /** {@code SLOWER: 3 of 12 cases, worst 6.1 %}. */
  private static String found(Verdict verdict, List<Row> rows, boolean first) {
    List<Row> own = rows.stream().filter(row -> row.verdict() == verdict).toList();
    String count =
        "%s: %d%s"
            .formatted(verdict, own.size(), first ? " of %d cases".formatted(rows.size()) : "");
    return verdict.isDifferent()
        ? count
            + (verdict == Verdict.SLOWER
                ? ", worst " + change(ratio(own.getLast()).estimate())
                : ", best " + change(ratio(own.getFirst()).estimate()))
        : count;
  }

  /** Of the baseline's speed. */
  private static String change(double ratio) {
    return ratio < 0.5 || ratio > 2 ? Units.ratio(ratio) : Units.spread(Math.abs(ratio - 1));
  }

  private static String sides(Comparison comparison) {
    return isShort(comparison)
        ? ""
        : "%s against %s · ".formatted(name(comparison.contender()), name(comparison.baseline()));
  }

  /** Backends are, ids of runs are not. */
  private static boolean isShort(Comparison comparison) {
    return comparison.contender().length() + comparison.baseline().length() <= LONGEST_TITLE_NAMES;
  }

  /** Both ends of the sorted rows. */
  private static List<Row> shown(List<Row> rows) {
    return rows.stream()
        .sorted(Comparator.comparingDouble(row -> -Math.abs(Math.log(ratio(row).estimate()))))
        .limit(MOST_ROWS)
        .sorted(Comparator.comparingDouble(row -> -ratio(row).estimate()))
        .toList();
  }

  private static Lanes.Row row(Row row, int faster, int slower) {
    int slot =
        switch (row.verdict()) {
          case FASTER -> faster;
          case SLOWER -> slower;
          default -> UNCLEAR_SLOT;
        };
    String head = Plain.cut(Plain.of(row.shortLabel()), 44);
    return new Lanes.Row(
        head, List.of(new Lanes.Lane(slot, ratio(row), Units.ratio(ratio(row).estimate()))));
  }

  private static Interval ratio(Row row) {
    return row.ratio().orElseThrow();
  }

  private static String name(String side) {
    return Plain.cut(Plain.of(side), 32);
  }

  private static DataTable table(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    for (Row row : comparison.rows()) {
      rows.add(
          List.of(
              Plain.of(row.label()),
              row.words(),
              Plain.of(row.reason()),
              row.ratio().map(r -> Units.ratio(r.estimate())).orElse("–"),
              row.ratio().map(r -> Units.ratio(r.low())).orElse("–"),
              row.ratio().map(r -> Units.ratio(r.high())).orElse("–"),
              row.detectable().map(d -> Units.spread(d - 1)).orElse("–")));
    }
    return new DataTable(
        List.of("case", "verdict", "why", "ratio", "low", "high", "could see"), 3, rows);
  }
}
