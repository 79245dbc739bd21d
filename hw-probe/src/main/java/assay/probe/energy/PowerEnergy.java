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
  private static final int LEAST_UPDATES = 20;

  /** Silent for longer than this share of a window, it tells too little of it. */
  private static final double MOST_SILENCE = 0.1;

  /** Nor longer than this many periods. */
  private static final double SILENT_PERIODS = 5;

  private static final double OVERSHOOT = 1.5;

  /** A register of 16 or 32 bits, all ones, in units of W, mW or µW: it has nothing to say. */
  private static final double[] ALL_ONES = {
    65535, 65.535, 0.065535, 4294967295.0, 4294967.295, 4294.967295
  };

  private final Trace trace;
  private final Channel channel;
  private final double mean;
  private final double period;

  PowerEnergy(Trace trace) {
    this.trace = trace;
    this.channel = trace.channel();
    this.mean = channel.windowSeconds().asOptional().orElse(0.0);
    this.period = channel.periodSeconds().asOptional().orElse(0.0);
  }

  Reading<Estimate> over(List<Window> windows) {
    double joules = 0;
    double error = 0;
    for (Window window : windows) {
      Reading<double[]> part = over(window);
      if (!(part instanceof Reading.Present<double[]>(double[] both, String unit, String source))) {
        return part.map(never -> null);
      }
      joules += both[0];
      error += both[1];
    }
    return EnergyOf.estimate(
        trace, joules, error, windows.stream().mapToDouble(Window::seconds).sum());
  }

  /** Joules and how far they may be off. */
  private Reading<double[]> over(Window window) {
    long from = window.fromNanos() + Math.round(mean * 1e9);
    int first = Math.max(0, Updates.lastUpTo(trace, from));
    int last = Updates.firstFrom(trace, window.toNanos());
    if (last == trace.size()) {
      return ended(window);
    }
    if (from >= window.toNanos() || trace.nanos()[first] > from) {
      return Reading.unresolved(
          "%s tells means of %s s, so nothing of %s s"
              .formatted(channel.id(), number(mean), number(window.seconds())));
    }
    Reading<double[]> fault = fault(first, last, window);
    if (!fault.isPresent()) {
      return fault;
    }
    double inside = (window.toNanos() - from) * 1e-9;
    double watts = integral(first, last, from, window.toNanos(), 1, 0) / inside;
    double error = resolution(first, last, from, window.toNanos()) + ends(first, last);
    return Reading.of(
        new double[] {watts * window.seconds(), error / inside * window.seconds()},
        "J",
        channel.source());
  }

  /** A mean of the last moments was not yet there at both ends; in J. */
  private double ends(int first, int last) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = first; i <= last; i++) {
      least = Math.min(least, trace.values()[i]);
      most = Math.max(most, trace.values()[i]);
    }
    return (most - least) * mean / 2;
  }

  /**
   * What a third of the readings would have told differently, in J: small where the readings follow
   * the power, as large as their noise where they do not.
   */
  private double resolution(int first, int last, long from, long to) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int phase = 0; phase < 3; phase++) {
      double joules = integral(first, last, from, to, 3, phase);
      least = Math.min(least, joules);
      most = Math.max(most, joules);
    }
    return (most - least) / 3;
  }

  private Reading<double[]> fault(int first, int last, Window window) {
    double most = channel.mostWatts().asOptional().orElse(Double.NaN) * OVERSHOOT;
    double silence = 0;
    boolean same = true;
    for (int i = first; i <= last; i++) {
      double value = trace.values()[i];
      if (value < 0 || value > most) {
        return Reading.unreadable(
            "%s says %s W, which cannot be".formatted(channel.id(), number(value)));
      }
      same &= value == trace.values()[first];
      if (i > first) {
        silence = Math.max(silence, (trace.nanos()[i] - trace.nanos()[i - 1]) * 1e-9);
      }
    }
    if (same && isNoPower(trace.values()[first])) {
      return Reading.unreadable(
          "%s says %s W all the time".formatted(channel.id(), trace.values()[first]));
    }
    if (silence > Math.max(MOST_SILENCE * window.seconds(), SILENT_PERIODS * period)) {
      return Reading.unresolved(
          "%s said nothing for %s s of %s s"
              .formatted(channel.id(), number(silence), number(window.seconds())));
    }
    double updates = Math.min(last - first, window.seconds() / Math.max(period, 1e-9));
    return updates < LEAST_UPDATES
        ? Reading.unresolved(
            "%s told its power %.0f times in %s s, and needs %d"
                .formatted(channel.id(), updates, number(window.seconds()), LEAST_UPDATES))
        : Reading.of(new double[0], "", "");
  }

  private static boolean isNoPower(double value) {
    for (double ones : ALL_ONES) {
      if (Math.abs(value - ones) < 1e-9 * ones) {
        return true;
      }
    }
    return value == 0;
  }

  private Reading<double[]> ended(Window window) {
    return trace.gaps().isEmpty()
        ? Reading.unresolved(
            "%s has no reading at the end of %s s"
                .formatted(channel.id(), number(window.seconds())))
        : Reading.unavailable(trace.gaps().getLast().reason());
  }

  /** J between two moments, from every so many samples; the outermost ones always count. */
  private double integral(int first, int last, long from, long to, int every, int phase) {
    double joules = 0;
    int before = first;
    for (int i = first + 1; i <= last; i++) {
      if (i < last && (i - first) % every != phase % every) {
        continue;
      }
      joules += trapezoid(before, i, from, to);
      before = i;
    }
    return joules;
  }

  private double trapezoid(int a, int b, long from, long to) {
    long start = Math.max(trace.nanos()[a], from);
    long end = Math.min(trace.nanos()[b], to);
    return end <= start ? 0 : (at(a, b, start) + at(a, b, end)) / 2 * (end - start) * 1e-9;
  }

  private double at(int a, int b, long nanos) {
    long span = trace.nanos()[b] - trace.nanos()[a];
    double share = span == 0 ? 0 : (double) (nanos - trace.nanos()[a]) / span;
    return trace.values()[a] + share * (trace.values()[b] - trace.values()[a]);
  }
}
