package assay.probe.levelzero;

import java.util.ArrayList;
import java.util.List;

/** Bits of {@code zes_freq_throttle_reason_flags_t}. */
public final class ZesReasons {

  private static final List<String> NAMES =
      List.of(
          "average power",
          "burst power",
          "current",
          "thermal limit",
          "power supply",
          "software range",
          "hardware range",
          "voltage",
          "thermal",
          "power");

  private ZesReasons() {}

  /** Of the value of a channel {@code levelzero@.../clock-reasons}; unknown bits by number. */
  public static List<String> names(double level) {
    List<String> names = new ArrayList<>();
    long bits = (long) level;
    for (int i = 0; i < Integer.SIZE; i++) {
      if ((bits >>> i & 1) == 1) {
        names.add(i < NAMES.size() ? NAMES.get(i) : "bit " + i);
      }
    }
    return List.copyOf(names);
  }

  static String label() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      all.add("0x%x %s".formatted(1 << i, NAMES.get(i)));
    }
    return String.join(", ", all);
  }
}
