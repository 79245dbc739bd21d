package assay.reports.site;

import assay.reports.history.Metric;
import assay.reports.summary.Interval;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Values, changes and moments as people write them; outside text is harmless. */
final class Figures {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A thin space at which no line ends. */
  private static final String NARROW = "\u202f";

  private static final List<String> PREFIXES = List.of("n", "µ", "m", "", "k", "M", "G");

  private Figures() {}

  /**
   * @param divisor of values, to be in {@code unit}
   * @param unit "" for a ratio
   */
  record Axis(double divisor, String unit) {}

  static String value(double value, Metric metric) {
    return switch (metric.unit()) {
      case "ns" -> Units.duration(value);
      case "1" -> Units.error(value);
      case "J" -> Units.si(value, "J");
      default -> Units.figure(value) + Units.SPACE + Plain.cut(Plain.of(metric.unit()), 20);
    };
  }

  /** The unit in which the largest value has one to three digits before the point. */
  static Axis axis(double largest, Metric metric) {
    return switch (metric.unit()) {
      case "ns" -> prefixed(largest * 1e-9, 1e-9, "s");
      case "J" -> prefixed(largest, 1, "J");
      case "1" -> new Axis(1, "");
      default -> new Axis(1, Plain.cut(Plain.of(metric.unit()), 20));
    };
  }

  private static Axis prefixed(double largest, double factor, String unit) {
    int thousands = largest > 0 ? Math.floorDiv((int) Math.floor(Math.log10(largest)), 3) : 0;
    int step = Math.clamp(thousands, -3, 3);
    return new Axis(Math.pow(10, 3 * step) / factor, PREFIXES.get(step + 3) + unit);
  }

  /** {@code +4.2 %}. */
  static String signed(double relative) {
    String text = Units.spread(relative).replace('-', '−').replace(Units.SPACE, NARROW);
    return (relative > 0 ? "+" : "") + text;
  }

  /** {@code (+3.9 to +4.5 %)}. */
  static String range(Interval relative) {
    return "(%s to %s)"
        .formatted(signed(relative.low()).replace(NARROW + "%", ""), signed(relative.high()));
  }

  /** {@code 1 case}, {@code 2 cases}. */
  static String count(long count, String what) {
    return "%,d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }

  static String metric(Metric metric) {
    return Plain.cut(Plain.of(metric.name().replace('_', ' ')), 40);
  }

  static String moment(long millis) {
    return MOMENT.format(Instant.ofEpochMilli(millis));
  }

  static String day(long millis) {
    return DAY.format(Instant.ofEpochMilli(millis));
  }
}
