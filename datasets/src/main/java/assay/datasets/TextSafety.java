package assay.datasets;

/** Text from files, made fit for a terminal. */
public final class TextSafety {

  private static final int LONGEST = 120;

  private TextSafety() {}

  /** Control characters and lone surrogates as escapes, and long text cut in the middle. */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .limit(4L * LONGEST)
        .forEach(c -> {
          int type = Character.getType(c);
          if (Character.isISOControl(c)
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR) {
            safe.append("\\u%04x".formatted(c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    if (safe.length() <= LONGEST && text.length() <= 4 * LONGEST) {
      return safe.toString();
    }
    int half = LONGEST / 2;
    return safe.substring(0, half) + "..." + safe.substring(Math.max(half, safe.length() - 20));
  }
}
