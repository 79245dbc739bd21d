package assay.probe.nvml;

import assay.probe.Reading;
import assay.probe.vendor.BitNames;
import java.util.List;

/** Bits of {@code nvmlClocksEventReasons}. */
final class NvmlReasons {

  static final String LABEL =
      BitNames.label(
          List.of(
              "idle",
              "set clocks",
              "software power cap",
              "hardware slowdown",
              "sync boost",
              "software thermal",
              "hardware thermal",
              "power brake",
              "display clocks"));

  /** More bits than a double holds are no reasons. */
  private static final long MOST = 1L << 53;

  private NvmlReasons() {}

  static Reading<Double> plausible(Reading<Long> bits) {
    return bits.flatMap((value, unit, source) ->
        value >= 0 && value < MOST
            ? Reading.of((double) value, "1", source)
            : Reading.unreadable("%s says %d".formatted(source, value)));
  }
}
