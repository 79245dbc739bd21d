package assay.reports.text;

import assay.reports.judge.Champion;
import assay.reports.summary.Units;
import assay.reports.text.Columns.Align;
import java.util.List;
import java.util.stream.Collectors;

/** Which backend is best at each operation and format, for a terminal. */
public final class ChampionText {

  private static final int LONGEST_NAMES = 24;

  private static final List<Align> ALIGNS =
      List.of(
          Align.LEFT, Align.LEFT, Align.LEFT, Align.DECIMAL, Align.RIGHT, Align.LEFT, Align.LEFT);

  private ChampionText() {}

  /**
   * @param columns of the terminal; what is wider loses its last columns
   * @return lines that end in a line feed; empty without any champion
   */
  public static String render(List<Champion> champions, int columns, boolean colour) {
    if (champions.isEmpty()) {
      return "";
    }
    Columns table = new Columns(ALIGNS);
    table.add(
        List.of("operation", "format", "best", "ahead", "of ceiling", "NMSE", "not told slower"));
    champions.forEach(each -> table.add(cells(each)));
    List<String> lines = table.lines();
    Ansi ansi = new Ansi(colour);
    String heading = ansi.bold("best backend of each operation and format") + "\n";
    return heading
        + ansi.dim(Plain.cut(lines.getFirst(), columns))
        + "\n"
        + lines.stream()
            .skip(1)
            .map(line -> Plain.cut(line, columns) + "\n")
            .collect(Collectors.joining());
  }

  private static List<String> cells(Champion each) {
    return List.of(
        Plain.of(each.group()),
        Plain.of(each.format()),
        Plain.cut(Plain.of(each.name()), LONGEST_NAMES),
        each.lead().map(Units::ratio).orElse("-"),
        each.ceiling().map(share -> Units.percent(share).replace(Units.SPACE, " ")).orElse("-"),
        each.nmse().map(Units::error).orElse("-"),
        each.rivals().isEmpty()
            ? "-"
            : Plain.cut(Plain.of(String.join(", ", each.rivals())), LONGEST_NAMES));
  }
}
