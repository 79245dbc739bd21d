package assay.probe.energy;

import assay.probe.Reading;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;
import java.util.Locale;

/**
 * The energy that one channel tells of some windows of time, or why it tells none.
 *
 * <p>What a trace cannot show is not claimed. Found only by {@link CrossCheck} with another source:
 * a sensor that is wrong by a factor or an offset; one that lags, beyond its stated period and
 * mean; one that looks at a part of the time only, such as 25 of every 100 ms; one that repeats a
 * plausible value and never did anything else. Found by none: an instantaneous reading in step with
 * a load that repeats itself just as fast.
 */
public final class EnergyOf {

  /** Beyond this share of the energy the ends of the windows are too uncertain for a number. */
  public static final double MOST_ERROR = 0.01;

  private EnergyOf() {}

  /**
   * Joules of all windows together.
   *
   * @param trace of power or energy, with readings about the beginning and the end of each window
   * @param windows of which each moment counts once, however they overlap
   */
  public static Reading<Estimate> joules(Trace trace, List<Window> windows) {
    List<Window> apart = Windows.union(windows);
    if (Windows.seconds(apart) <= 0) {
      return Reading.unresolved("nothing was measured, so there is no window to tell energy of");
    }
    if (trace.size() == 0) {
      return silent(trace, apart.getLast().toNanos(), "said nothing while this was measured");
    }
    if (trace.channel().measure() == Measure.ENERGY) {
      CounterEnergy counter = new CounterEnergy(trace);
      return sum(trace, apart, counter::over);
    }
    if (trace.channel().measure() == Measure.POWER) {
      PowerEnergy power = new PowerEnergy(trace);
      return sum(trace, apart, power::over);
    }
    return Reading.unsupported("%s tells no energy".formatted(trace.channel().id()));
  }

  /** Mean power over the windows, in W. */
  public static Reading<Estimate> watts(Trace trace, List<Window> windows) {
    double seconds = Windows.seconds(Windows.union(windows));
    return joules(trace, windows)
        .flatMap((joules, unit, source) -> Reading.of(joules.times(1 / seconds), "W", source));
  }

  private interface OneWindow {
    Reading<Part> over(Window window);
  }

  private static Reading<Estimate> sum(Trace trace, List<Window> windows, OneWindow method) {
    Part all = Part.NONE;
    for (Window window : windows) {
      Reading<Part> part = method.over(window);
      if (!(part instanceof Reading.Present<Part>(Part one, String unit, String source))) {
        return part.map(never -> null);
      }
      all = all.plus(one);
    }
    return estimate(trace, all, Windows.seconds(windows));
  }

  private static Reading<Estimate> estimate(Trace trace, Part all, double seconds) {
    double joules = all.joules();
    double error = all.uncertainty();
    if (joules <= 0) {
      return Reading.unresolved(
          "%s tells of no energy in %s s".formatted(trace.channel().id(), number(seconds)));
    }
    if (error > MOST_ERROR * joules) {
      return Reading.unresolved(
          "%s tells energy to %s %% of %s s, which is too short a time for it"
              .formatted(trace.channel().id(), number(100 * error / joules), number(seconds)));
    }
    double stated = trace.channel().accuracy().asOptional().orElse(0.0) * joules;
    double low = Math.max(0, joules - error - stated);
    return Reading.of(
        new Estimate(joules, low, joules + error + stated), "J", trace.channel().source());
  }

  /** A source that said why it could not answer is quoted as of the moment that is missing. */
  static <T> Reading<T> silent(Trace trace, long moment, String what) {
    return trace
        .gapNear(moment)
        .<Reading<T>>map(gap -> Reading.unavailable(gap.reason()))
        .orElseGet(() -> Reading.unresolved(trace.channel().id() + " " + what));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
