package assay.reports.change;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Series from CSV (RFC 4180) with a header line and the columns {@code series}, {@code index} and
 * {@code value} in any order, others ignored.
 *
 * <p>Lines come in any order: points are sorted by index, which is a whole number. Of two lines
 * with the same series and index the later counts. A value that is empty, NaN or infinite says that
 * nothing was measured: it is skipped and counted. Anything else that is no number ends the
 * reading.
 */
public final class SeriesCsv {

  /** A line of three columns is far shorter; without a limit a hostile one takes all memory. */
  private static final int LONGEST_LINE = 1 << 16;

  private static final int SHOWN = 40;

  /**
   * @param series in the order of their first lines
   * @param points lines with a value
   * @param skipped lines without a finite value
   * @param firstSkipped line number of the first of them
   * @param replaced points for which a later line counted
   */
  public record Loaded(
      List<Series> series, long points, long skipped, OptionalLong firstSkipped, long replaced) {}

  private final Reader in;
  private final String source;
  private final Map<String, Points> all = new LinkedHashMap<>();
  private final StringBuilder line = new StringBuilder();
  private long number;
  private long points;
  private long skipped;
  private long firstSkipped;
  private int[] columns;

  private SeriesCsv(Reader in, String source) {
    this.in = in;
    this.source = source;
  }

  /**
   * @param in buffered; left open
   * @param source to name in refusals
   * @throws UnreadableSeriesException with the line that it met
   */
  public static Loaded read(Reader in, String source) throws IOException {
    try {
      return new SeriesCsv(in, source).read();
    } catch (CharacterCodingException e) {
      throw new UnreadableSeriesException(source + " is no UTF-8 text");
    }
  }

  private Loaded read() throws IOException {
    if (!next()) {
      throw new UnreadableSeriesException(
          source + " is empty; it needs a header line with the columns series,index,value");
    }
    header();
    while (next()) {
      if (!line.isEmpty()) {
        point(cells());
      }
    }
    List<Series> series = new ArrayList<>();
    long replaced = 0;
    for (Map.Entry<String, Points> each : all.entrySet()) {
      replaced += each.getValue().sort();
      series.add(each.getValue().series(each.getKey()));
    }
    OptionalLong first = skipped == 0 ? OptionalLong.empty() : OptionalLong.of(firstSkipped);
    return new Loaded(series, points, skipped, first, replaced);
  }

  private boolean next() throws IOException {
    line.setLength(0);
    number++;
    int c = in.read();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST_LINE) {
        throw refusal("is longer than %d characters".formatted(LONGEST_LINE));
      }
      line.append((char) c);
      c = in.read();
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return true;
  }

  private void header() {
    if (!line.isEmpty() && line.charAt(0) == '\uFEFF') {
      line.deleteCharAt(0);
    }
    List<String> names =
        cells().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    columns = new int[] {names.indexOf("series"), names.indexOf("index"), names.indexOf("value")};
    for (int column : columns) {
      if (column < 0) {
        throw refusal("is \"%s\", but must name the columns series,index,value".formatted(shown()));
      }
    }
  }

  private void point(List<String> cells) {
    if (cells.size() <= Math.max(columns[0], Math.max(columns[1], columns[2]))) {
      throw refusal("has %d columns, fewer than the header".formatted(cells.size()));
    }
    String name = cells.get(columns[0]);
    long index = index(cells.get(columns[1]).strip());
    double value = value(cells.get(columns[2]).strip());
    Points series = all.computeIfAbsent(name, ignored -> new Points());
    if (Double.isFinite(value)) {
      series.add(index, value);
      points++;
    } else if (skipped++ == 0) {
      firstSkipped = number;
    }
  }

  private long index(String cell) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException e) {
      throw refusal("has the index \"%s\", which is no whole number".formatted(shown(cell)));
    }
  }

  private double value(String cell) {
    switch (cell.toLowerCase(Locale.ROOT)) {
      case "", "nan", "null", "na", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity" -> {
        return Double.NaN;
      }
      default -> {}
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw refusal("has the value \"%s\", which is no number".formatted(shown(cell)));
    }
  }

  private List<String> cells() {
    List<String> cells = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder cell = new StringBuilder();
      at = line.length() > at && line.charAt(at) == '"' ? quoted(at + 1, cell) : plain(at, cell);
      cells.add(cell.toString());
      if (at >= line.length()) {
        return cells;
      }
      at++;
    }
  }

  /** Appends to {@code cell}; returns the position of the comma after it, or the line's end. */
  private int plain(int from, StringBuilder cell) {
    int end = line.indexOf(",", from);
    end = end < 0 ? line.length() : end;
    cell.append(line, from, end);
    return end;
  }

  private int quoted(int from, StringBuilder cell) {
    for (int i = from; i < line.length(); i++) {
      if (line.charAt(i) != '"') {
        cell.append(line.charAt(i));
      } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (i + 1 == line.length() || line.charAt(i + 1) == ',') {
        return i + 1;
      } else {
        throw refusal("goes on after a closing quotation mark");
      }
    }
    throw refusal("has a quotation mark that is not closed on the line");
  }

  private UnreadableSeriesException refusal(String what) {
    return new UnreadableSeriesException("%s: line %d %s".formatted(source, number, what));
  }

  private String shown() {
    return shown(line.toString());
  }

  /** Without control characters, which a terminal would obey. */
  private static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
  }
}
