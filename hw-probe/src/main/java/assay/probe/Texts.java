package assay.probe;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** Text from files that nobody vouches for. */
public final class Texts {

  /** cpu2 before cpu10. */
  public static final Comparator<String> NATURAL = Texts::compareNaturally;

  private Texts() {}

  /** Whether there is a NUL or a control character that no text file has. */
  static boolean isBinary(byte[] bytes) {
    int strange = 0;
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
      if (b > 0 && b < ' ' && b != '\n' && b != '\t' && b != '\r') {
        strange++;
      }
    }
    // One escape character is a prank in a name and gets replaced; many are not text at all.
    return strange > 8;
  }

  /** UTF-8 without trailing blanks; control characters must not reach a terminal. */
  public static String clean(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** os-release quotes its values as a shell would. */
  static String unquote(String value) {
    String text = value.strip();
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static int compareNaturally(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        int order = compareDigits(a.substring(i, endA), b.substring(j, endB));
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int compareDigits(String a, String b) {
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
