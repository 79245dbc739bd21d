package assay.probe;

import java.util.Locale;
import java.util.Set;

/** Numbers with units as people read them: four digits, a prefix, binary prefixes for bytes. */
final class Amounts {

  private static final Set<String> PREFIXED = Set.of("W", "J", "Hz", "V", "A", "s");

  private Amounts() {}

  static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return trim(value) + " " + units[unit];
  }

  static String of(double value, String unit) {
    if (!PREFIXED.contains(unit) || value == 0) {
      return (unit.isEmpty() ? trim(value) : fixed(value)) + (unit.isEmpty() ? "" : " " + unit);
    }
    String[] prefixes = {"u", "m", "", "k", "M", "G", "T"};
    int at = 2;
    double shown = value;
    while (Math.abs(shown) >= 1000 && at < prefixes.length - 1) {
      shown /= 1000;
      at++;
    }
    while (Math.abs(shown) < 1 && at > 0) {
      shown *= 1000;
      at--;
    }
    return fixed(shown) + " " + prefixes[at] + unit;
  }

  /** Four digits where they are needed, none after the point where it is whole. */
  private static String trim(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : fixed(value);
  }

  private static String fixed(double value) {
    double size = Math.abs(value);
    int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
