package assay.reports.text;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, padded so that columns line up; numbers on their decimal point. */
public final class Columns {

  /** How a column's cells stand. */
  public enum Align {
    LEFT,
    RIGHT,
    /** On the decimal point; text without digits stands right. */
    DECIMAL
  }

  private static final String GAP = "  ";

  private final List<Align> aligns;
  private final List<List<String>> rows = new ArrayList<>();

  public Columns(List<Align> aligns) {
    this.aligns = aligns;
  }

  public void add(List<String> cells) {
    rows.add(cells);
  }

  /** One line per row, without trailing spaces; the first row is the heading. */
  public List<String> lines() {
    List<List<String>> padded = new ArrayList<>();
    for (int column = 0; column < aligns.size(); column++) {
      padded.add(column(column));
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      StringBuilder line = new StringBuilder();
      for (List<String> column : padded) {
        line.append(line.isEmpty() ? "" : GAP).append(column.get(row));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private List<String> column(int column) {
    List<String> cells = new ArrayList<>(rows.stream().map(row -> row.get(column)).toList());
    if (aligns.get(column) == Align.DECIMAL) {
      int after = cells.stream().skip(1).mapToInt(Columns::afterPoint).max().orElse(0);
      for (int row = 1; row < cells.size(); row++) {
        cells.set(row, cells.get(row) + " ".repeat(after - afterPoint(cells.get(row))));
      }
    }
    int width = cells.stream().mapToInt(String::length).max().orElse(0);
    return cells.stream().map(cell -> pad(cell, width, aligns.get(column))).toList();
  }

  /** Characters from the decimal point on; a unit behind the number counts too. */
  private static int afterPoint(String cell) {
    int end = 0;
    while (end < cell.length()
        && (Character.isDigit(cell.charAt(end)) || cell.charAt(end) == '-')) {
      end++;
    }
    return cell.length() - end;
  }

  private static String pad(String cell, int width, Align align) {
    String spaces = " ".repeat(width - cell.length());
    return align == Align.LEFT ? cell + spaces : spaces + cell;
  }
}
