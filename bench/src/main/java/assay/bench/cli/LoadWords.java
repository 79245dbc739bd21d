package assay.bench.cli;

import assay.bench.plan.Plan;
import assay.bench.run.LoadState;
import assay.bench.sustain.LoadTime;
import java.time.Duration;
import java.util.Locale;

/** A case that is repeated for long, in words for people. */
final class LoadWords {

  private LoadWords() {}

  /** Before it begins. */
  static String plan(Plan plan, Duration each) {
    int cases = plan.forkCount();
    return cases == 1
        ? "1 case for " + LoadTime.text(each)
        : "%d cases for %s each, %s together"
            .formatted(cases, LoadTime.text(each), LoadTime.text(each.multipliedBy(cases)));
  }

  /** While it goes on: time, speed now and in the first minute, power and temperature if known. */
  static String line(LoadState load) {
    StringBuilder line = new StringBuilder();
    line.append(LoadTime.text(load.measuredSeconds()))
        .append(" of ")
        .append(LoadTime.text(load.askedSeconds()))
        .append("  ")
        .append(rate(load.rate()))
        .append(" op/s");
    load.firstRate()
        .asOptional()
        .ifPresent(first ->
            line.append(
                String.format(
                    Locale.ROOT,
                    ", first minute %s (%+.1f %%)",
                    rate(first),
                    100 * (load.rate() / first - 1))));
    load.watts()
        .asOptional()
        .ifPresent(watts -> line.append(String.format(Locale.ROOT, "  %.1f W", watts)));
    load.celsius()
        .asOptional()
        .ifPresent(celsius -> line.append(String.format(Locale.ROOT, "  %.0f °C", celsius)));
    return line.toString();
  }

  /** Operations per second. */
  static String rate(double perSecond) {
    return perSecond >= 100
        ? String.format(Locale.ROOT, "%,.0f", perSecond)
        : String.format(Locale.ROOT, "%.3g", perSecond);
  }
}
