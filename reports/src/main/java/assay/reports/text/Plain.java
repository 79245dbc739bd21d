package assay.reports.text;

/** Outside text as one harmless line. */
public final class Plain {

  private Plain() {}

  /**
   * Without control characters (a terminal would obey them), line breaks, and the invisible format
   * characters that reorder or hide text; each becomes a space or vanishes.
   */
  public static String of(String text) {
    if (text == null) {
      return "";
    }
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ")
        .replaceAll("[\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}]", "")
        .strip();
  }

  /** Cut to {@code length} characters, the last one an ellipsis. */
  public static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "…";
  }
}
