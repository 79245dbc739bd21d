package assay.reports.text;

import assay.reports.judge.Findings;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.LatencySummary;
import assay.reports.summary.Problem;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Speed;
import assay.reports.summary.Units;
import assay.reports.text.Columns.Align;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run as text for a terminal: machine, findings, one table per kind of case, problems. */
public final class TerminalTable {

  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;
  private static final List<Align> ALIGNS =
      List.of(
          Align.LEFT,
          Align.LEFT,
          Align.LEFT,
          Align.DECIMAL,
          Align.DECIMAL,
          Align.DECIMAL,
          Align.LEFT,
          Align.RIGHT,
          Align.RIGHT);

  private final RunSummary summary;
  private final int columns;
  private final Ansi ansi;

  private TerminalTable(RunSummary summary, int columns, boolean colour) {
    this.summary = summary;
    this.columns = Math.clamp(columns, NARROWEST, WIDEST);
    this.ansi = new Ansi(colour);
  }

  /**
   * @param columns of the terminal; at most 100 are used
   * @param colour whether to send ANSI colour; the caller knows about terminals and NO_COLOR
   * @return lines that end in a line feed
   */
  public static String render(RunRecord run, int columns, boolean colour) {
    return new TerminalTable(RunSummary.of(run), columns, colour).render();
  }

  private String render() {
    List<String> lines = new ArrayList<>();
    lines.add(ansi.bold(Plain.cut(MachineLine.of(summary.run()), columns)));
    lines.add(ansi.dim(Plain.cut(MachineLine.when(summary.run()), columns)));
    lines.add("");
    Findings.of(summary)
        .forEach(finding -> lines.addAll(Wrap.lines(plain(Plain.of(finding)), columns)));
    summary.groups().forEach((group, cases) -> addGroup(lines, group, cases));
    addProblems(lines);
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private void addGroup(List<String> lines, String group, List<CaseSummary> cases) {
    Scale scale = Scale.of(cases);
    Columns table = new Columns(ALIGNS);
    table.add(
        List.of("shape", "format", "backend", scale.unit(), "±", "of ceiling", "", "p99", "NMSE"));
    String spec = "";
    for (CaseSummary each : sorted(cases)) {
      String own = each.record().key().spec();
      table.add(cells(each, scale, !own.equals(spec)));
      spec = own;
    }
    lines.add("");
    lines.add(ansi.bold(Plain.cut(Plain.of(group), columns)));
    List<String> rows = table.lines();
    lines.add(ansi.dim(fit(rows.getFirst())));
    rows.stream().skip(1).map(this::fit).forEach(lines::add);
  }

  /** The same spec's backends beside each other, the fastest first. */
  private static List<CaseSummary> sorted(List<CaseSummary> cases) {
    Map<String, List<CaseSummary>> bySpec =
        cases.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.record().key().spec(), LinkedHashMap::new, Collectors.toList()));
    List<CaseSummary> sorted = new ArrayList<>();
    for (List<CaseSummary> same : bySpec.values()) {
      same.stream()
          .sorted(Comparator.comparingDouble(each -> -each.rate().orElseThrow().estimate()))
          .forEach(sorted::add);
    }
    return sorted;
  }

  private List<String> cells(CaseSummary each, Scale scale, boolean first) {
    Speed speed = each.speed().orElseThrow();
    return List.of(
        first ? Plain.cut(Plain.of(each.shape().label()), Math.max(12, columns - 76)) : "",
        first ? Plain.cut(Plain.of(each.format()), 8) : "",
        Plain.cut(Plain.of(summary.who(each)), 16),
        scale.figure(each.rate().orElseThrow().estimate()),
        plain(Units.spread(speed.nanosPerOp().relativeHalfWidth())),
        each.ceiling().map(c -> plain(Units.percent(c.share()))).orElse("-"),
        each.ceiling().map(c -> Plain.cut(Plain.of(c.name()), 11)).orElse(""),
        each.latency()
            .flatMap(LatencySummary::p99Nanos)
            .map(p99 -> plain(Units.duration(p99)))
            .orElse("-"),
        each.record().accuracy() == null ? "-" : Units.error(each.record().accuracy().nmse()));
  }

  private void addProblems(List<String> lines) {
    List<Problem> problems = Problem.of(summary);
    if (problems.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ansi.bold("not valid"));
    for (Problem each : problems) {
      String what = Plain.of(each.who() + "  " + each.what());
      lines.add(colouredState(each.state()) + " " + Plain.cut(what, columns - 13));
      Wrap.lines(Plain.of(each.reason()), columns - 4)
          .forEach(line -> lines.add("    " + ansi.dim(line)));
    }
  }

  private String colouredState(State state) {
    String text = "%-12s".formatted(state);
    return switch (state) {
      case UNSUPPORTED -> ansi.dim(text);
      case MISTRUSTED, TIMEOUT -> ansi.yellow(text);
      default -> ansi.red(text);
    };
  }

  private String fit(String line) {
    return Plain.cut(line, columns);
  }

  /** Terminals have no thin space worth the name. */
  private static String plain(String text) {
    return text.replace(Units.SPACE, " ");
  }
}
