package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round moments for ticks, in UTC as all times of a history are. */
final class TimeTicks {

  private static final int YEARS = 12;

  /** Steps from a minute to a decade; the first that leaves few enough ticks is taken. */
  private static final List<Step> STEPS =
      List.of(
          new Step(ChronoUnit.MINUTES, 1, "HH:mm"),
          new Step(ChronoUnit.MINUTES, 5, "HH:mm"),
          new Step(ChronoUnit.MINUTES, 15, "HH:mm"),
          new Step(ChronoUnit.HOURS, 1, "d MMM HH:mm"),
          new Step(ChronoUnit.HOURS, 6, "d MMM HH:mm"),
          new Step(ChronoUnit.DAYS, 1, "d MMM"),
          new Step(ChronoUnit.DAYS, 2, "d MMM"),
          new Step(ChronoUnit.DAYS, 5, "d MMM"),
          new Step(ChronoUnit.DAYS, 10, "d MMM"),
          new Step(ChronoUnit.MONTHS, 1, "MMM uuuu"),
          new Step(ChronoUnit.MONTHS, 3, "MMM uuuu"),
          new Step(ChronoUnit.MONTHS, 6, "MMM uuuu"),
          new Step(ChronoUnit.MONTHS, YEARS, "uuuu"),
          new Step(ChronoUnit.MONTHS, 2 * YEARS, "uuuu"),
          new Step(ChronoUnit.MONTHS, 10 * YEARS, "uuuu"),
          new Step(ChronoUnit.MONTHS, 100 * YEARS, "uuuu"),
          new Step(ChronoUnit.MONTHS, 1000 * YEARS, "uuuu"));

  private record Step(ChronoUnit unit, int count, String pattern) {

    double millis() {
      return (double) unit.getDuration().toMillis() * count;
    }

    /** The last round moment at or before. */
    LocalDateTime floor(LocalDateTime at) {
      LocalDateTime day = at.truncatedTo(ChronoUnit.DAYS);
      return switch (unit) {
        case MINUTES -> {
          LocalDateTime hour = at.truncatedTo(ChronoUnit.HOURS);
          yield hour.plusMinutes(at.getMinute() / count * count);
        }
        case HOURS -> day.plusHours(at.getHour() / count * count);
        case DAYS -> day.minusDays(Math.floorMod(day.toLocalDate().toEpochDay(), count));
        default -> {
          long months = day.getYear() * 12L + day.getMonthValue() - 1;
          yield day.withDayOfMonth(1).minusMonths(Math.floorMod(months, count));
        }
      };
    }
  }

  private TimeTicks() {}

  /**
   * @param most labels that fit
   */
  static List<Tick> between(double lowMillis, double highMillis, int most) {
    Step step =
        STEPS.stream()
            .filter(each -> (highMillis - lowMillis) / each.millis() <= most)
            .findFirst()
            .orElse(STEPS.getLast());
    var format = DateTimeFormatter.ofPattern(step.pattern(), Locale.ENGLISH);
    List<Tick> ticks = new ArrayList<>();
    LocalDateTime at = step.floor(utc(lowMillis));
    while (millis(at) <= highMillis && ticks.size() <= 2 * most) {
      if (millis(at) >= lowMillis) {
        ticks.add(new Tick(millis(at), format.format(at)));
      }
      at = at.plus(step.count(), step.unit());
    }
    return ticks;
  }

  private static LocalDateTime utc(double millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli((long) millis), ZoneOffset.UTC);
  }

  private static double millis(LocalDateTime at) {
    return at.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
