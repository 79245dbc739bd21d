package assay.reports.history;

import assay.reports.summary.Units;
import assay.reports.text.Ansi;
import assay.reports.text.Columns;
import assay.reports.text.Columns.Align;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists for a terminal; all text of documents is made harmless here. */
public final class HistoryText {

  private static final int MINUTES = "2026-03-04T10:00".length();
  private static final int DAY = "2026-03-04".length();

  private final int columns;
  private final Ansi ansi;

  /**
   * @param columns of the terminal
   * @param colour whether to send ANSI colour
   */
  public HistoryText(int columns, boolean colour) {
    this.columns = columns;
    this.ansi = new Ansi(colour);
  }

  /** Runs in the order given, one a line. */
  public String runs(List<RunLine> runs) {
    Columns table =
        new Columns(List.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT));
    table.add(List.of("started (UTC)", "run", "commit", "valid", "machine"));
    for (RunLine run : runs) {
      table.add(
          List.of(
              run.startedAt().toString().substring(0, MINUTES).replace('T', ' '),
              Plain.cut(Plain.of(run.id()), 36),
              Plain.cut(Plain.of(run.commit()), 12),
              run.valid() + "/" + run.cases(),
              Plain.of(run.machine())));
    }
    return lines(table) + "\n" + runs.size() + (runs.size() == 1 ? " run\n" : " runs\n");
  }

  /** Notes in the order given, one a line. */
  public String notes(List<Note> notes) {
    Columns table = new Columns(List.of(Align.LEFT, Align.LEFT, Align.LEFT, Align.LEFT));
    table.add(List.of("at (UTC)", "kind", "series", "text"));
    for (Note note : notes) {
      table.add(
          List.of(
              note.at().toString().substring(0, MINUTES).replace('T', ' '),
              Plain.cut(Plain.of(note.kind()), 12),
              note.series().isEmpty() ? "all" : Plain.cut(Plain.of(note.series()), 16),
              Plain.of(note.text())));
    }
    return lines(table);
  }

  /** Series, those of one machine and set-up together. */
  public String cases(List<CaseLine> cases) {
    Map<String, List<CaseLine>> byPlace =
        cases.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.machine() + "; " + each.environment(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<String> blocks = new ArrayList<>();
    byPlace.forEach((place, those) ->
        blocks.add(ansi.bold(Plain.cut(Plain.of(place), columns)) + "\n" + table(those)));
    blocks.add(cases.size() + " series\n");
    return String.join("\n", blocks);
  }

  /** A case's name takes a line of its own: its end tells as much as its beginning. */
  private String table(List<CaseLine> cases) {
    Columns table =
        new Columns(List.of(Align.LEFT, Align.DECIMAL, Align.RIGHT, Align.LEFT, Align.LEFT));
    table.add(List.of("  metric", "last", "points", "last run", "series"));
    for (CaseLine each : cases) {
      Metric metric = each.series().metric();
      table.add(
          List.of(
              "  " + Plain.cut(Plain.of(metric.name()), 24),
              Plain.cut(value(each.last(), Plain.of(metric.unit())), 20),
              Integer.toString(each.points()),
              each.lastAt().toString().substring(0, DAY),
              each.series().key()));
    }
    List<String> rows = table.lines();
    StringBuilder text = new StringBuilder(ansi.dim(Plain.cut(rows.getFirst(), columns)) + "\n");
    String before = null;
    for (int i = 0; i < cases.size(); i++) {
      String name = cases.get(i).series().caseId();
      if (!name.equals(before)) {
        text.append(middleCut(Plain.of(name), columns)).append('\n');
      }
      before = name;
      text.append(Plain.cut(rows.get(i + 1), columns)).append('\n');
    }
    return text.toString();
  }

  /** A value with its unit, as people write it. */
  static String value(double value, String unit) {
    String text =
        switch (unit) {
          case "ns" -> Units.duration(value);
          case "1" -> Units.error(value);
          case "J" -> Units.si(value, "J");
          default -> Units.figure(value) + " " + unit;
        };
    return text.replace(Units.SPACE, " ");
  }

  /** Cases differ at their beginning (the shape) and at their end (the settings). */
  private static String middleCut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int tail = (length - 1) / 2;
    return text.substring(0, length - 1 - tail) + "…" + text.substring(text.length() - tail);
  }

  private String lines(Columns table) {
    List<String> lines = table.lines();
    return ansi.dim(Plain.cut(lines.getFirst(), columns))
        + "\n"
        + lines.stream()
            .skip(1)
            .map(line -> Plain.cut(line, columns) + "\n")
            .collect(Collectors.joining());
  }
}
