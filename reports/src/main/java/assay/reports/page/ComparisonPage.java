package assay.reports.page;

import assay.reports.chart.BackendStyles;
import assay.reports.chart.Chart;
import assay.reports.judge.Champion;
import assay.reports.judge.ChipRanking;
import assay.reports.judge.Comparison;
import assay.reports.judge.Contest;
import assay.reports.judge.Rules;
import assay.reports.record.RunRecord;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Backends, or runs, against each other on one page: who is best at what, the ratios as charts, and
 * every case with all who did it.
 */
public final class ComparisonPage {

  private static final List<String> CHIPS = List.of("chips", "Chips");

  private static final List<List<String>> SECTIONS =
      List.of(
          List.of("best", "Best"),
          CHIPS,
          List.of("ratios", "Ratios"),
          List.of("cases", "Every case"),
          List.of("method", "Method"));

  private final Html html = new Html();
  private final List<RunSummary> runs;
  private final Contest contest;
  private final ChipRanking chips;

  private ComparisonPage(List<RunSummary> runs) {
    this.runs = runs;
    this.contest = Contest.of(runs);
    // Runs may be of several machines, whose processors all call themselves cpu.
    this.chips = runs.size() == 1 ? ChipRanking.of(runs.getFirst()) : new ChipRanking(List.of());
  }

  /**
   * @param runs one whose backends are compared, or several
   * @param charts of the comparisons
   */
  public static String of(List<RunSummary> runs, List<Chart> charts) {
    return new ComparisonPage(runs).write(charts);
  }

  private String write(List<Chart> charts) {
    Frame frame = new Frame(html);
    String machines =
        runs.stream()
            .map(each -> MachineLine.chips(each.run()))
            .distinct()
            .collect(Collectors.joining(" and "));
    frame.begin("Assay comparison: " + machines);
    frame.top("Assay comparison", machines, lead(), sections());
    html.open("main").line();
    writeBest();
    if (!chips.tasks().isEmpty()) {
      new ChipTable(html, chips, styles()).write();
    }
    new ChartSection(html).write("ratios", "Ratios of speeds", charts, NO_RATIO);
    new ContestTable(html, contest, styles()).write();
    writeMethod();
    html.close().line();
    return frame.end();
  }

  private List<List<String>> sections() {
    return SECTIONS.stream()
        .filter(each -> !each.equals(CHIPS) || !chips.tasks().isEmpty())
        .toList();
  }

  private static final String NO_RATIO =
      "No case is valid on both sides with two forks each, so there is no ratio to draw.";

  private String lead() {
    return runs.size() == 1
        ? "%s · %s"
            .formatted(
                MachineLine.when(runs.getFirst().run()),
                Plain.of(runs.getFirst().run().invocation().id()))
        : "%d runs".formatted(runs.size());
  }

  private BackendStyles styles() {
    return new BackendStyles(
        runs.stream().flatMap(each -> each.backends().stream()).distinct().toList());
  }

  private void writeBest() {
    html.open("section", "id", "best");
    html.element("h2", heading());
    List<Champion> champions = Champion.of(contest);
    if (champions.isEmpty()) {
      html.element("p", "No case is valid, so nobody is best.");
      html.close().line();
      return;
    }
    html.open("ol", "class", "findings");
    changes().forEach(each -> html.element("li", Plain.of(each)));
    sentences(champions).forEach(each -> html.element("li", Plain.of(each)));
    html.close();
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : List.of("operation", "format", "best", "not told slower")) {
      html.element("th", name);
    }
    for (String name : List.of("fastest in", "ahead of the next", "of ceiling", "NMSE")) {
      html.element("th", name, "class", "number");
    }
    html.close().close().open("tbody");
    champions.forEach(this::writeChampion);
    html.close().close().close().close().line();
  }

  private String heading() {
    return runs.size() > 1
        ? "Which is best"
        : chips.tasks().isEmpty() ? "Which backend is best" : "Which backend is best on each chip";
  }

  /** What changed from one build to the other, where two were measured in turns. */
  private List<String> changes() {
    if (runs.size() != 2) {
      return List.of();
    }
    Comparison comparison = Comparison.ofRuns(runs.getFirst(), runs.getLast());
    return comparison.inTurns()
        ? comparison.groups().stream()
            .map(group -> "Run 2 against run 1: " + group.sentence())
            .toList()
        : List.of();
  }

  /** For each backend what it is best at, and what nobody else could do. */
  static List<String> sentences(List<Champion> champions) {
    List<String> sentences = new ArrayList<>();
    champions.stream()
        .collect(Collectors.groupingBy(Champion::name, LinkedHashMap::new, Collectors.toList()))
        .forEach((name, own) -> {
          fields(own, true)
              .ifPresent(each -> sentences.add("%s is fastest in %s.".formatted(name, each)));
          fields(own, false)
              .ifPresent(
                  each -> sentences.add("%s alone has a valid case in %s.".formatted(name, each)));
        });
    return sentences;
  }

  /** {@code matmul decode (q4_K, q8_0); dequant (q4_K)}. */
  private static Optional<String> fields(List<Champion> champions, boolean led) {
    Map<String, String> fields =
        champions.stream()
            .filter(each -> each.lead().isPresent() == led)
            .collect(
                Collectors.groupingBy(
                    Champion::group,
                    LinkedHashMap::new,
                    Collectors.mapping(ComparisonPage::field, Collectors.joining(", "))));
    return fields.entrySet().stream()
        .map(each -> "%s (%s)".formatted(each.getKey(), each.getValue()))
        .reduce((one, other) -> one + "; " + other);
  }

  private static String field(Champion each) {
    return each.rivals().isEmpty()
        ? each.format()
        : "%s not told from %s".formatted(each.format(), String.join(" and ", each.rivals()));
  }

  private void writeChampion(Champion each) {
    html.open("tr");
    html.element("td", Plain.of(each.group()));
    html.element("td", Plain.of(each.format()));
    html.element("td", Plain.of(each.name()));
    html.element("td", each.rivals().isEmpty() ? "–" : Plain.of(String.join(", ", each.rivals())));
    number("%d of %d".formatted(each.fastest(), each.tasks()));
    number(each.lead().map(Units::ratio).orElse("nobody else ran"));
    number(each.ceiling().map(Units::percent).orElse("–"));
    number(each.nmse().map(Units::error).orElse("–"));
    html.close().line();
  }

  private void number(String text) {
    html.element("td", text, "class", "number");
  }

  private void writeMethod() {
    html.open("section", "id", "method").element("h2", "How to read this");
    html.element("p", Rules.DEFAULT.text());
    html.element(
        "p",
        "Rates are geometric means over forks with Student's 95 % intervals of their logarithms. Per cent of ceiling is the share of the limit of the chip, measured in the same run (on a CPU with as many threads), that the case meets first. Cases on different chips are compared nowhere but in the table of chips. NMSE is the distance from a float64 result computed from the stored weights. Only VALID cases are ranked; the others stand below them with their reasons.");
    html.open("dl", "class", "facts");
    for (int i = 0; i < runs.size(); i++) {
      RunRecord run = runs.get(i).run();
      html.open("div", "class", "long");
      html.element("dt", runs.size() == 1 ? "Run" : "Run " + (i + 1));
      html.element(
          "dd",
          Plain.of(
              "%s: %s; %s; %s %s; Assay %s, commit %s; %s"
                  .formatted(
                      run.invocation().id(),
                      MachineLine.of(run),
                      MachineLine.when(run),
                      run.jvm().vendor(),
                      run.jvm().version(),
                      run.tool().version(),
                      run.tool().commit(),
                      String.join(" ", run.invocation().commandLine()))));
      html.close();
    }
    html.close().close().line();
  }
}
