package assay.bench.sustain;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a load lasts, as people write it: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1h30m}.
 */
public final class LoadTime {

  /** Two slices; less has no course. */
  static final Duration LEAST = Duration.ofSeconds(10);

  static final Duration MOST = Duration.ofDays(7);

  private static final Pattern PARTS =
      Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

  private static final String FORMS = "write it as 90s, 30m, 2h or 1h30m";

  private LoadTime() {}

  /**
   * @throws IllegalArgumentException when it is no such time, or too short or too long for a load
   */
  public static Duration parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (text.matches("\\d+")) {
      throw new IllegalArgumentException("\"%s\" has no unit; %s".formatted(text, FORMS));
    }
    if (text.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException("\"%s\" is no time; %s".formatted(text, FORMS));
    }
    Duration time =
        Duration.ofHours(part(parts, 1)).plusMinutes(part(parts, 2)).plusSeconds(part(parts, 3));
    if (time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "a load lasts %s to %s, not %s".formatted(text(LEAST), text(MOST), text));
    }
    return time;
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  /** As {@link #parse} reads it. */
  public static String text(Duration time) {
    StringBuilder text = new StringBuilder();
    append(text, time.toHours(), "h");
    append(text, time.toMinutesPart(), "m");
    append(text, time.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  /** Rounded to whole seconds. */
  public static String text(double seconds) {
    return text(Duration.ofSeconds(Math.round(seconds)));
  }

  private static void append(StringBuilder text, long value, String unit) {
    if (value > 0) {
      text.append(value).append(unit);
    }
  }
}
