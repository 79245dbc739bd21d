package assay.reports.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes HTML; everything it is given is text and gets escaped, except {@link Markup}. */
public final class Html {

  /** Finished markup made by this project, never from a record. */
  public record Markup(String html) {}

  private static final Set<String> VOID = Set.of("meta", "link", "br", "wbr", "input", "col");

  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * @param attributes names and values in turn; a null value leaves the attribute out, an empty one
   *     writes its name alone
   */
  public Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = attributes[i + 1];
      if (value != null) {
        out.append(' ').append(attributes[i]);
        if (!value.isEmpty()) {
          out.append("=\"");
          escape(value);
          out.append('"');
        }
      }
    }
    out.append('>');
    if (!VOID.contains(tag)) {
      open.push(tag);
    }
    return this;
  }

  public Html text(String text) {
    escape(text);
    return this;
  }

  public Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element that holds text only. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  public Html markup(Markup markup) {
    out.append(markup.html());
    return this;
  }

  /** Between blocks, so that the file can be read. */
  public Html line() {
    out.append('\n');
    return this;
  }

  public String finished() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("still open: " + open);
    }
    return out.append('\n').toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(harmless(c) ? c : ' ');
      }
    }
  }

  /** Neither forbidden in HTML nor able to turn the reading direction of what follows. */
  private static boolean harmless(char c) {
    return c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }
}
