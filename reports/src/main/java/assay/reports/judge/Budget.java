package assay.reports.judge;

import assay.reports.summary.Metric;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a change may cost before a gate closes, as people write it: {@code speed=3%}.
 *
 * @param ratio above 1; what costs at least so many times as much is beyond the budget
 */
public record Budget(Metric metric, double ratio) {

  private static final double MOST_PERCENT = 10_000;

  /**
   * @throws IllegalArgumentException saying what is wrong and what there is
   */
  public static Budget parse(String text) {
    String[] halves = text.split("=", 2);
    Optional<Metric> metric =
        Arrays.stream(Metric.values()).filter(each -> option(each).equals(halves[0])).findFirst();
    if (halves.length < 2 || metric.isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is no budget; write metric=percent, as in speed=3%%, with a metric of %s"
              .formatted(text, options()));
    }
    return new Budget(metric.get(), 1 + percent(text, halves[1]) / 100);
  }

  private static double percent(String text, String number) {
    try {
      double value = Double.parseDouble(number.replaceFirst("\\s*%$", ""));
      if (value > 0 && value <= MOST_PERCENT) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number out of range.
    }
    throw new IllegalArgumentException(
        "\"%s\" needs a number of per cent above 0 and up to %.0f, as in speed=3%%"
            .formatted(text, MOST_PERCENT));
  }

  /** As on the command line. */
  public static String option(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String options() {
    return Arrays.stream(Metric.values()).map(Budget::option).collect(Collectors.joining(", "));
  }
}
