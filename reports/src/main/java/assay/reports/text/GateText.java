package assay.reports.text;

import assay.reports.judge.Gate;
import assay.reports.judge.Gate.Finding;
import assay.reports.judge.Gate.Item;
import assay.reports.judge.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A gate's result for a terminal or a CI log: the sentence, what changed, what is not green. */
public final class GateText {

  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;

  /** More of a kind are counted, not listed. */
  private static final int MOST_ITEMS = 20;

  private GateText() {}

  /**
   * @param columns of the terminal; at most 100 are used
   * @return lines that end in a line feed
   */
  public static String render(Gate gate, int columns, boolean colour) {
    int width = Math.clamp(columns, NARROWEST, WIDEST);
    Ansi ansi = new Ansi(colour);
    List<String> lines = new ArrayList<>();
    String heading = "candidate %s against baseline %s";
    lines.add(
        ansi.dim(
            Plain.cut(
                Plain.of(
                    heading.formatted(gate.comparison().contender(), gate.comparison().baseline())),
                width)));
    for (Group group : gate.groups()) {
      for (String line : Wrap.lines(Plain.of(group.sentence()), width - 2)) {
        lines.add("  " + (group.isWorse() ? ansi.red(line) : line));
      }
    }
    for (Finding finding :
        List.of(Finding.FAILED, Finding.MISSING, Finding.NOT_COMPARABLE, Finding.BLIND)) {
      addItems(lines, gate, finding, width, ansi);
    }
    lines.add(ansi.bold(gate.sentence()));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static void addItems(
      List<String> lines, Gate gate, Finding finding, int width, Ansi ansi) {
    List<Item> items = gate.items().stream().filter(item -> item.finding() == finding).toList();
    for (Item item : items.subList(0, Math.min(MOST_ITEMS, items.size()))) {
      String name = finding.name().replace('_', ' ');
      lines.add(Plain.cut("  %s  %s".formatted(name, Plain.of(item.row().label())), width));
      Wrap.lines(Plain.of(item.reason()), width - 6)
          .forEach(line -> lines.add("      " + ansi.dim(line)));
    }
    if (items.size() > MOST_ITEMS) {
      lines.add("  and %d more of these".formatted(items.size() - MOST_ITEMS));
    }
  }
}
