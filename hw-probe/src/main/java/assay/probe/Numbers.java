package assay.probe;

import java.math.BigDecimal;

/** Numbers as files spell them; garbage becomes a reason. */
public final class Numbers {

  private Numbers() {}

  /** A whole number that fits 64 bits, decimal or 0x hexadecimal. */
  public static Reading<Long> whole(String text, String source) {
    String word = text.strip();
    try {
      boolean hex = word.startsWith("0x") || word.startsWith("0X");
      long value = hex ? Long.parseLong(word.substring(2), 16) : Long.parseLong(word);
      return Reading.of(value, "", source);
    } catch (NumberFormatException e) {
      return Reading.unreadable(source + " holds " + quote(word) + ", not a whole number");
    }
  }

  /** A finite decimal number. */
  public static Reading<Double> decimal(String text, String source) {
    String word = text.strip();
    try {
      double value = word.length() > 40 ? Double.NaN : new BigDecimal(word).doubleValue();
      if (Double.isFinite(value)) {
        return Reading.of(value, "", source);
      }
    } catch (NumberFormatException e) {
      // falls through to the same sentence
    }
    return Reading.unreadable(source + " holds " + quote(word) + ", not a number");
  }

  /** A short quotation for a message. */
  public static String quote(String text) {
    String line = text.lines().findFirst().orElse("");
    return '"' + (line.length() <= 40 ? line : line.substring(0, 37) + "...") + '"';
  }
}
