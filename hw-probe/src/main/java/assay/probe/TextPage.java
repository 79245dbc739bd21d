package assay.probe;

import java.util.ArrayList;
import java.util.List;

/** Lines of at most 100 columns: section titles, and names with wrapped values. */
final class TextPage {

  static final int WIDTH = 100;

  private static final int INDENT = 2;
  private static final int NAME = 17;

  private final StringBuilder text = new StringBuilder();

  void section(String title) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(title).append('\n');
  }

  /** A name and its value; the value's further lines stand below its first. */
  void field(String name, String value) {
    hanging(" ".repeat(INDENT) + pad(name, NAME), value);
  }

  <T> void field(String name, Reading<T> reading) {
    field(name, show(reading));
  }

  /** A prefix once, then text that wraps beside it. */
  void hanging(String prefix, String value) {
    String start = prefix;
    for (String line : wrap(value, WIDTH - prefix.length())) {
      text.append((start + line).stripTrailing()).append('\n');
      start = " ".repeat(prefix.length());
    }
  }

  /** A line that fits and keeps its blanks. */
  void verbatim(String line) {
    text.append(line).append('\n');
  }

  void line(String line) {
    hanging(" ".repeat(INDENT), line);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /** The value alone, or why it is missing. */
  static String show(Reading<?> reading) {
    return switch (reading) {
      case Reading.Present<?>(Long value, String unit, var source) when unit.equals("B") ->
          Amounts.bytes(value);
      case Reading.Present<?>(Double value, String unit, var source) -> Amounts.of(value, unit);
      case Reading.Present<?>(var value, String unit, var source) ->
          unit.isEmpty() ? String.valueOf(value) : value + " " + unit;
      case Reading.Unavailable<?>(String reason) ->
          "not available: " + reason.replaceFirst("^absent: ", "");
    };
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  /** At most this many columns; the middle is what can be spared in an id. */
  static String shorten(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int tail = (width - 3) / 2;
    return text.substring(0, width - 3 - tail) + "..." + text.substring(text.length() - tail);
  }

  /** Breaks at blanks, and inside a word only where it is longer than a line. */
  static List<String> wrap(String value, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : value.strip().split("\\s+")) {
      String rest = word;
      if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width) {
        lines.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      line.append(line.isEmpty() ? "" : " ").append(rest);
    }
    lines.add(line.toString());
    return lines;
  }
}
