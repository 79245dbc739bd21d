package assay.probe.instrument;

import assay.probe.Reading;
import java.util.regex.Pattern;

/** Numbers as SCPI writes them: NR1 to NR3, and its two that are none. */
final class ScpiNumber {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,3})?");

  /** SCPI-99, 7.2.1.5: 9.91E37 is not a number, 9.9E37 is infinity. */
  private static final double LEAST_SPECIAL = 9.89e37;

  private ScpiNumber() {}

  /**
   * @param who for sentences
   */
  static Reading<Double> parse(String text, String who) {
    if (!NUMBER.matcher(text).matches()) {
      boolean said = text.equalsIgnoreCase("nan") || text.equalsIgnoreCase("inf");
      return said
          ? Reading.unsupported("%s has no value to tell (%s)".formatted(who, text))
          : Reading.unreadable("%s says \"%s\", which is no number".formatted(who, brief(text)));
    }
    double value = Double.parseDouble(text);
    if (Math.abs(value) >= LEAST_SPECIAL) {
      return Reading.unsupported("%s is out of its range, or has no value yet".formatted(who));
    }
    return Reading.of(value, "W", who);
  }

  private static String brief(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
