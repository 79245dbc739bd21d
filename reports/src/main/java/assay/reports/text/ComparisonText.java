package assay.reports.text;

import assay.reports.judge.Comparison;
import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Group;
import assay.reports.judge.Rules;
import assay.reports.judge.Together;
import assay.reports.judge.Verdict;
import assay.reports.summary.Metric;
import assay.reports.summary.Units;
import assay.reports.text.Columns.Align;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison as text for a terminal. */
public final class ComparisonText {

  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;
  private static final List<Align> ALIGNS =
      List.of(Align.LEFT, Align.LEFT, Align.DECIMAL, Align.LEFT, Align.RIGHT);

  private ComparisonText() {}

  /**
   * @param columns of the terminal; at most 100 are used
   * @return lines that end in a line feed
   */
  public static String render(Comparison comparison, int columns, boolean colour) {
    int width = Math.clamp(columns, NARROWEST, WIDEST);
    Ansi ansi = new Ansi(colour);
    List<String> lines = new ArrayList<>();
    String heading = "speed of %s over %s".formatted(comparison.contender(), comparison.baseline());
    lines.add(ansi.bold(Plain.cut(Plain.of(heading), width)));
    Columns table = new Columns(ALIGNS);
    table.add(List.of("verdict", "case", "ratio", "95 % interval", "could see"));
    List<Row> compared = comparison.rows().stream().filter(row -> row.ratio().isPresent()).toList();
    compared.forEach(row -> table.add(cells(row, width)));
    List<String> rows = table.lines();
    lines.add(ansi.dim(rows.getFirst()));
    for (int i = 0; i < compared.size(); i++) {
      lines.add(coloured(ansi, compared.get(i).verdict(), rows.get(i + 1)));
    }
    addRest(lines, comparison, width, ansi);
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static List<String> cells(Row row, int width) {
    var ratio = row.ratio().orElseThrow();
    return List.of(
        row.words(),
        Plain.cut(Plain.of(row.label()), width - 53),
        Units.ratio(ratio.estimate()),
        "%s to %s".formatted(Units.ratio(ratio.low()), Units.ratio(ratio.high())),
        Units.spread(row.detectable().orElseThrow() - 1).replace(Units.SPACE, " "));
  }

  private static String coloured(Ansi ansi, Verdict verdict, String line) {
    return switch (verdict) {
      case SLOWER -> ansi.red(line);
      case SAME, UNCLEAR -> ansi.dim(line);
      default -> line;
    };
  }

  /** What cases without a ratio have in common; a run of one fork has it in all of them. */
  private record Silence(Verdict verdict, String reason) {
    static Silence of(Row row) {
      return new Silence(row.verdict(), row.reason());
    }
  }

  private static void addRest(List<String> lines, Comparison comparison, int width, Ansi ansi) {
    Map<Silence, List<Row>> silent =
        comparison.rows().stream()
            .filter(row -> row.ratio().isEmpty())
            .collect(Collectors.groupingBy(Silence::of, LinkedHashMap::new, Collectors.toList()));
    silent.forEach((silence, rows) -> {
      String verdict = silence.verdict().words();
      String which = Plain.of(rows.getFirst().label());
      which = rows.size() == 1 ? which : "%d cases, such as %s".formatted(rows.size(), which);
      lines.add(ansi.dim(Plain.cut(verdict + "  " + which, width)));
      Wrap.lines(Plain.of(silence.reason()), width - 4)
          .forEach(line -> lines.add("    " + ansi.dim(line)));
    });
    addOthers(lines, comparison, width, ansi);
    List<String> counts = new ArrayList<>();
    comparison.medianRatio().ifPresent(median -> counts.add("median " + Units.ratio(median)));
    for (Verdict verdict : Verdict.values()) {
      String name = verdict.words().toLowerCase(Locale.ROOT);
      counts.add(comparison.count(verdict) + " " + name);
    }
    lines.add(String.join(", ", counts));
    comparison.family().ifPresent(family -> addTogether(lines, comparison, family, width, ansi));
  }

  /** All cases as one, and what else was told of several together. */
  private static void addTogether(
      List<String> lines, Comparison comparison, Together family, int width, Ansi ansi) {
    var judgement = family.judgement();
    var ratio = judgement.ratio().orElseThrow();
    String line =
        "%d cases together: %s, %s (%s to %s), could see %s"
            .formatted(
                family.labels().size(),
                judgement.words(),
                Units.ratio(ratio.estimate()),
                Units.ratio(ratio.low()),
                Units.ratio(ratio.high()),
                Units.spread(judgement.detectable().orElseThrow() - 1).replace(Units.SPACE, " "));
    lines.add(coloured(ansi, judgement.verdict(), Plain.cut(line, width)));
    comparison.groups().stream()
        .filter(group -> group.together().isPresent() && group.cases() < family.labels().size())
        .flatMap(group -> Wrap.lines(Plain.of(group.sentence()), width).stream())
        .forEach(lines::add);
  }

  /** Latency, energy and errors, where they changed. */
  private static void addOthers(List<String> lines, Comparison comparison, int width, Ansi ansi) {
    for (Group group : comparison.groups()) {
      if (group.metric() != Metric.SPEED) {
        for (String line : Wrap.lines(Plain.of(group.sentence()), width)) {
          lines.add(group.isWorse() ? ansi.red(line) : line);
        }
      }
    }
  }

  /** How the verdicts of all comparisons are made, for below the last one. */
  public static String rule(int columns, boolean colour) {
    Ansi ansi = new Ansi(colour);
    return Wrap.lines(Rules.DEFAULT.text(), Math.clamp(columns, NARROWEST, WIDEST)).stream()
        .map(line -> ansi.dim(line) + "\n")
        .collect(Collectors.joining());
  }
}
