package assay.probe.nvml;

import assay.probe.Reading;
import java.util.ArrayList;
import java.util.List;

/** Bits of {@code nvmlClocksEventReasons}. */
public final class NvmlReasons {

  private static final List<String> NAMES =
      List.of(
          "idle",
          "set clocks",
          "software power cap",
          "hardware slowdown",
          "sync boost",
          "software thermal",
          "hardware thermal",
          "power brake",
          "display clocks");

  static final String LABEL = label();

  /** More bits than a double holds are no reasons. */
  private static final long MOST = 1L << 53;

  private NvmlReasons() {}

  /** Of the value of a channel {@code nvml@.../clock-reasons}; unknown bits by their number. */
  public static List<String> names(double level) {
    List<String> names = new ArrayList<>();
    long bits = (long) level;
    for (int i = 0; i < Long.SIZE; i++) {
      if ((bits >>> i & 1) == 1) {
        names.add(i < NAMES.size() ? NAMES.get(i) : "bit " + i);
      }
    }
    return List.copyOf(names);
  }

  static Reading<Double> plausible(Reading<Long> bits) {
    return bits.flatMap((value, unit, source) ->
        value >= 0 && value < MOST
            ? Reading.of((double) value, "1", source)
            : Reading.unreadable("%s says %d".formatted(source, value)));
  }

  private static String label() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      all.add("0x%x %s".formatted(1 << i, NAMES.get(i)));
    }
    return String.join(", ", all);
  }
}
