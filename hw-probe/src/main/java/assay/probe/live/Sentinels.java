package assay.probe.live;

import assay.probe.Reading;
import java.util.Locale;

/** OSHI's stand-ins for "don't know", turned into reasons. */
final class Sentinels {

  static final String SOURCE = "OSHI";

  private Sentinels() {}

  static Reading<String> text(String value, String what) {
    String word = value == null ? "" : value.strip();
    boolean unknown =
        word.isEmpty()
            || word.toLowerCase(Locale.ROOT).startsWith("unknown")
            || word.equalsIgnoreCase("to be filled by o.e.m.");
    return unknown ? missing(what) : Reading.of(word, "", SOURCE);
  }

  static Reading<Integer> count(int value, String what) {
    return value > 0 ? Reading.of(value, "", SOURCE) : missing(what);
  }

  static Reading<Long> bytes(long value, String what) {
    return value > 0 ? Reading.of(value, "B", SOURCE) : missing(what);
  }

  /** For quantities of which neither 0 nor a negative value is a measurement. */
  static Reading<Double> positive(double value, String unit, String what) {
    return Double.isFinite(value) && value > 0 ? Reading.of(value, unit, SOURCE) : missing(what);
  }

  private static <T> Reading<T> missing(String what) {
    return Reading.unsupported("OSHI does not state the " + what + " on this system");
  }
}
