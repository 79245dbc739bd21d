package assay.reports.text;

import assay.reports.judge.ChipRanking;
import assay.reports.judge.Contest.Entry;
import assay.reports.judge.Contest.Task;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Units;
import assay.reports.text.Columns.Align;
import java.util.List;
import java.util.stream.Collectors;

/** Which chip is fastest at each spec, for a terminal. */
public final class ChipText {

  private static final int LONGEST_CHIP = 28;
  private static final int LONGEST_NAME = 14;

  private static final List<Align> ALIGNS =
      List.of(Align.LEFT, Align.LEFT, Align.RIGHT, Align.DECIMAL, Align.RIGHT, Align.LEFT);

  private ChipText() {}

  /**
   * @param columns of the terminal; what is wider loses its last columns
   * @return lines that end in a line feed; empty where a run has one chip
   */
  public static String render(ChipRanking ranking, int columns, boolean colour) {
    if (ranking.tasks().isEmpty()) {
      return "";
    }
    Ansi ansi = new Ansi(colour);
    Columns table = new Columns(ALIGNS);
    table.add(
        List.of("  chip", "best backend", "rate", "of fastest", "of its own", "ceiling or reason"));
    ranking.tasks().forEach(task -> task.entries().forEach(entry -> table.add(cells(task, entry))));
    List<String> lines = table.lines();
    StringBuilder text = new StringBuilder(ansi.bold("fastest chip of each spec") + "\n");
    text.append(ansi.dim(Plain.cut(lines.getFirst(), columns))).append('\n');
    int next = 1;
    for (Task task : ranking.tasks()) {
      text.append(Plain.cut(Plain.of(task.label()), columns)).append('\n');
      for (Entry ignored : task.entries()) {
        text.append(Plain.cut(lines.get(next++), columns)).append('\n');
      }
    }
    ranking
        .sentence()
        .ifPresent(sentence ->
            text.append(
                Wrap.lines(Plain.of(sentence), columns).stream()
                    .map(line -> line + "\n")
                    .collect(Collectors.joining())));
    return text.toString();
  }

  private static List<String> cells(Task task, Entry entry) {
    CaseSummary each = entry.measured();
    String reason = String.join("; ", each.reasons());
    return List.of(
        "  " + Plain.cut(Plain.of(each.where()), LONGEST_CHIP),
        Plain.cut(Plain.of(entry.name()), LONGEST_NAME),
        each.isValid()
            ? each.rate()
                .map(rate -> Units.si(rate.estimate(), each.rateUnit()).replace(Units.SPACE, " "))
                .orElse("-")
            : each.state().toString(),
        entry.isFastest()
            ? ChipRanking.standing(task, entry)
            : entry.ratio().map(ratio -> Units.ratio(ratio.estimate())).orElse("-"),
        each.ceiling()
            .map(share -> Units.percent(share.share()).replace(Units.SPACE, " "))
            .orElse("-"),
        each.isValid() ? each.ceiling().map(share -> share.name()).orElse("-") : Plain.of(reason));
  }
}
