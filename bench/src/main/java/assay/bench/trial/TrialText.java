package assay.bench.trial;

import assay.probe.Reading;
import assay.probe.selftest.Finding;
import assay.probe.telemetry.Absence;
import java.util.List;
import java.util.Locale;

/** What a trial found, for people: a line a sensor, at most 100 columns. */
public final class TrialText {

  private static final int ID = 30;
  private static final int WIDTH = 100;

  private TrialText() {}

  public static String render(List<Finding> findings, List<Absence> absences) {
    StringBuilder text = new StringBuilder();
    if (findings.isEmpty()) {
      text.append("No sensor of this machine tells power, so none was tried.\n");
    } else {
      text.append(
          "%-30s %9s %9s %9s %9s %9s  %s%n"
              .formatted("sensor", "period", "lag", "mean of", "idle", "load adds", "noise"));
    }
    for (Finding each : findings) {
      text.append(line(each)).append('\n');
      text.append(wrapped("  " + each.verdict()));
    }
    if (!absences.isEmpty()) {
      text.append("\nNot there:\n");
      absences.forEach(
          each -> text.append(wrapped("  %s: %s".formatted(each.family(), each.reason()))));
    }
    return text.toString();
  }

  private static String line(Finding each) {
    return "%-30s %9s %9s %9s %9s %9s  %s"
        .formatted(
            shortened(each.channel().id()),
            seconds(each.periodSeconds()),
            seconds(each.lagSeconds()),
            seconds(each.windowSeconds()),
            watts(each.idleWatts()),
            watts(each.responseWatts()),
            watts(each.noiseWatts()));
  }

  private static String seconds(Reading<Double> reading) {
    return reading
        .asOptional()
        .map(value ->
            value < 1
                ? String.format(Locale.ROOT, "%.0f ms", 1000 * value)
                : String.format(Locale.ROOT, "%.2f s", value))
        .orElse("-");
  }

  private static String watts(Reading<Double> reading) {
    return reading
        .asOptional()
        .map(value -> String.format(Locale.ROOT, value < 10 ? "%.2f W" : "%.1f W", value))
        .orElse("-");
  }

  private static String shortened(String id) {
    return id.length() <= ID ? id : "..." + id.substring(id.length() - ID + 3);
  }

  /** Words beyond the width begin a new line below the first. */
  private static String wrapped(String text) {
    StringBuilder all = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (String word : text.stripLeading().split(" ")) {
      if (line.length() + word.length() + 3 > WIDTH) {
        all.append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "  " : " ").append(word);
    }
    return all.append(line).append('\n').toString();
  }
}
