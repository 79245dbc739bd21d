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
 * <p>What a trace cannot show is not claimed: a sensor that repeats a plausible value, or one that
 * is wrong by a factor, is found only by {@link CrossCheck} with another.
 */
public final class EnergyOf {

  /** Beyond this share of the energy the ends of the windows are too uncertain for a number. */
  public static final double MOST_ERROR = 0.01;

  private EnergyOf() {}

  /**
   * Joules of all windows together.
   *
   * @param trace of power or energy, with a sample at or before the beginning and at or after the
   *     end of each window
   * @param windows in order of time, none overlapping another
   */
  public static Reading<Estimate> joules(Trace trace, List<Window> windows) {
    double seconds = windows.stream().mapToDouble(Window::seconds).sum();
    if (seconds <= 0) {
      return Reading.unresolved("nothing was measured, so there is no window to tell energy of");
    }
    if (trace.size() == 0) {
      return silent(trace);
    }
    if (trace.channel().measure() == Measure.ENERGY) {
      return new CounterEnergy(trace).over(windows);
    }
    if (trace.channel().measure() == Measure.POWER) {
      return new PowerEnergy(trace).over(windows);
    }
    return Reading.unsupported("%s tells no energy".formatted(trace.channel().id()));
  }

  /** Mean power over the windows, in W. */
  public static Reading<Estimate> watts(Trace trace, List<Window> windows) {
    double seconds = windows.stream().mapToDouble(Window::seconds).sum();
    return joules(trace, windows)
        .flatMap((joules, unit, source) -> Reading.of(joules.times(1 / seconds), "W", source));
  }

  static Reading<Estimate> silent(Trace trace) {
    return trace.gaps().isEmpty()
        ? Reading.unresolved(
            "%s said nothing while this was measured".formatted(trace.channel().id()))
        : Reading.unavailable(trace.gaps().getLast().reason());
  }

  /**
   * @param error in J, of the windows' ends
   */
  static Reading<Estimate> estimate(Trace trace, double joules, double error, double seconds) {
    if (joules <= 0) {
      return Reading.unreadable(
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

  static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
