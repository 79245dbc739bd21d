package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;

/**
 * Energy from power: its integral by trapezoids.
 *
 * <p>A sensor that tells the mean of the last second tells, for that long, of what was before the
 * window; so only readings whose whole mean lies inside are used, and their mean power is taken for
 * all of the window. That is exact for a steady load and for one that rises or falls steadily; how
 * far it may be off otherwise is told from how much the readings differ.
 */
final class PowerEnergy {

  /** Fewer readings than these say little of what was between them. */
  private static final int LEAST_UPDATES = 10;

  /** Silent for longer than this share of the time, it tells too little of it. */
  private static final double MOST_SILENCE = 0.1;

  /** And for more than so many of its periods: a meter's next reading comes when it is ready. */
  private static final double SILENT_PERIODS = 5;

  private static final double OVERSHOOT = 1.5;

  /** A register of 16 or 32 bits, all ones, in units of W, mW or µW: it has nothing to say. */
  private static final double[] ALL_ONES = {
    65535, 65.535, 0.065535, 4294967295.0, 4294967.295, 4294.967295
  };

  private final Trace trace;
  private final Channel channel;
  private final PowerCurve curve;
  private final double mean;
  private final double period;

  PowerEnergy(Trace trace) {
    this.trace = trace;
    this.channel = trace.channel();
    this.curve = new PowerCurve(trace);
    this.mean = channel.windowSeconds().asOptional().orElse(0.0);
    this.period = channel.periodSeconds().asOptional().orElseGet(() -> Updates.period(trace));
  }

  Reading<Estimate> over(List<Window> windows) {
    double seconds = windows.stream().mapToDouble(Window::seconds).sum();
    List<Window> whole =
        windows.stream()
            .filter(window -> window.seconds() > mean)
            .map(window -> new Window(window.fromNanos() + nanos(mean), window.toNanos()))
            .toList();
    if (whole.isEmpty()) {
      return Reading.unresolved(
          "%s tells means of %s s, so nothing of %s s"
              .formatted(channel.id(), number(mean), number(seconds)));
    }
    Reading<Estimate> fault = fault(whole, seconds);
    if (!fault.isPresent()) {
      return fault;
    }
    double inside = whole.stream().mapToDouble(Window::seconds).sum();
    double scale = seconds / inside;
    return EnergyOf.estimate(
        trace, scale * joules(whole, 1, 0), scale * (resolution(whole) + ends(whole)), seconds);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private double joules(List<Window> windows, int every, int phase) {
    return windows.stream()
        .mapToDouble(each -> curve.joules(each.fromNanos(), each.toNanos(), every, phase))
        .sum();
  }

  /**
   * What a third of the readings would have told differently, in J: small where the readings follow
   * the power, as large as their noise where they do not.
   */
  private double resolution(List<Window> windows) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int phase = 0; phase < 3; phase++) {
      double joules = joules(windows, 3, phase);
      least = Math.min(least, joules);
      most = Math.max(most, joules);
    }
    return (most - least) / 3;
  }

  /** A mean of the last moments was not yet there at both ends of each window; in J. */
  private double ends(List<Window> windows) {
    double error = 0;
    for (Window window : windows) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = first(window); i <= last(window); i++) {
        least = Math.min(least, trace.values()[i]);
        most = Math.max(most, trace.values()[i]);
      }
      error += Math.max(0, most - least) * mean / 2;
    }
    return error;
  }

  /** The reading that a window begins with, which may be from just before it. */
  private int first(Window window) {
    return Math.max(0, Updates.lastUpTo(trace, window.fromNanos()));
  }

  private int last(Window window) {
    return Math.min(trace.size() - 1, Updates.firstFrom(trace, window.toNanos()));
  }

  private Reading<Estimate> fault(List<Window> windows, double seconds) {
    double most = channel.mostWatts().asOptional().orElse(Double.NaN) * OVERSHOOT;
    double silence = 0;
    int readings = 0;
    boolean same = true;
    double value = trace.values()[first(windows.getFirst())];
    for (Window window : windows) {
      for (int i = first(window); i <= last(window); i++) {
        if (trace.values()[i] < 0 || trace.values()[i] > most) {
          return Reading.unreadable(
              "%s says %s W, which cannot be".formatted(channel.id(), number(trace.values()[i])));
        }
        same &= trace.values()[i] == value;
        readings += isInside(i, window) ? 1 : 0;
      }
      silence = Math.max(silence, silence(window));
    }
    if (same && isNoPower(value)) {
      return Reading.unreadable("%s says %s W all the time".formatted(channel.id(), value));
    }
    if (silence > Math.max(MOST_SILENCE * seconds, SILENT_PERIODS * period)) {
      return silent(silence, seconds);
    }
    double updates = period > 0 ? Math.min(readings, seconds / period) : readings;
    return updates < LEAST_UPDATES
        ? Reading.unresolved(
            "%s told its power %.0f times in %s s, and needs %d"
                .formatted(channel.id(), updates, number(seconds), LEAST_UPDATES))
        : Reading.of(new Estimate(0, 0, 0), "J", channel.source());
  }

  private boolean isInside(int i, Window window) {
    return trace.nanos()[i] >= window.fromNanos() && trace.nanos()[i] <= window.toNanos();
  }

  /** The longest time in a window without a reading, in s. */
  private double silence(Window window) {
    double longest = 0;
    long before = Math.max(window.fromNanos() - nanos(period), trace.nanos()[first(window)]);
    for (int i = first(window); i <= last(window); i++) {
      longest = Math.max(longest, (trace.nanos()[i] - before) * 1e-9);
      before = trace.nanos()[i];
    }
    return Math.max(longest, (window.toNanos() - before) * 1e-9);
  }

  private Reading<Estimate> silent(double silence, double seconds) {
    return trace.gaps().isEmpty()
        ? Reading.unresolved(
            "%s said nothing for %s s of %s s"
                .formatted(channel.id(), number(silence), number(seconds)))
        : Reading.unavailable(trace.gaps().getLast().reason());
  }

  private static boolean isNoPower(double value) {
    for (double ones : ALL_ONES) {
      if (Math.abs(value - ones) < 1e-9 * ones) {
        return true;
      }
    }
    return value == 0;
  }
}
