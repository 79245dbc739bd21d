package assay.reports.text;

import java.util.regex.Pattern;

/** Text from outside as plain words in Markdown. */
public final class MarkdownText {

  private static final Pattern WWW = Pattern.compile("(?i)(www)\\.");

  private MarkdownText() {}

  /** The text on one line, with nothing in it that Markdown or GitHub would act on. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder();
    // GitHub makes links of bare addresses and mentions of names; a zero-width space stops both.
    String plain = WWW.matcher(Plain.of(text).replace("://", ":\u200b//")).replaceAll("$1\u200b.");
    for (char c : plain.toCharArray()) {
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '\\', '`', '*', '_', '[', ']', '|', '#', '!', '~', '$' -> safe.append('\\').append(c);
        case '@' -> safe.append("@\u200b");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
