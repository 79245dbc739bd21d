package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;

/**
 * Energy from a counter: the difference between the ends of a window.
 *
 * <p>A counter shows the energy up to its last update, so each end may be late by a period.
 */
final class CounterEnergy {

  /** A wrap leaves little; more than half of the range is a reset or a fault. */
  private static final double MOST_OF_RANGE = 0.5;

  /** Measured power limits are overshot for milliseconds, and time stamps jitter. */
  private static final double OVERSHOOT = 1.5;

  /** A counter that misses so many of its updates stands still. */
  private static final double STILL_PERIODS = 20;

  /** And for so large a part of a window. */
  private static final double STILL_SHARE = 0.1;

  private final Trace trace;
  private final Channel channel;
  private final double period;

  CounterEnergy(Trace trace) {
    this.trace = trace;
    this.channel = trace.channel();
    this.period = channel.periodSeconds().asOptional().orElseGet(() -> Updates.period(trace));
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
    int first = Updates.lastUpTo(trace, window.fromNanos());
    int last = Updates.firstFrom(trace, window.toNanos());
    if (first < 0 || last == trace.size() || first >= last) {
      return ended();
    }
    double[] grown = new double[last - first + 1];
    for (int i = first; i < last; i++) {
      Reading<Double> step = step(i);
      if (!step.isPresent()) {
        return step.map(never -> null);
      }
      grown[i - first + 1] = grown[i - first] + step.asOptional().orElseThrow();
    }
    Reading<double[]> still = still(first, last, window);
    if (!still.isPresent()) {
      return still;
    }
    double from = at(first, grown, first, window.fromNanos());
    double to = at(last - 1, grown, first, window.toNanos());
    double joules = to - from;
    double late =
        Math.max(
            period + distance(first, window.fromNanos()),
            period + distance(last - 1, window.toNanos()));
    return Reading.of(
        new double[] {joules, joules / window.seconds() * late}, "J", channel.source());
  }

  private Reading<double[]> ended() {
    return trace.gaps().isEmpty()
        ? Reading.unresolved("%s has no reading at an end of the window".formatted(channel.id()))
        : Reading.unavailable(trace.gaps().getLast().reason());
  }

  /** Interpolated between sample i and the next. */
  private double at(int i, double[] grown, int first, long nanos) {
    long span = trace.nanos()[i + 1] - trace.nanos()[i];
    double share = span == 0 ? 0 : (double) (nanos - trace.nanos()[i]) / span;
    double before = grown[i - first];
    return before + share * (grown[i - first + 1] - before);
  }

  /** Seconds to the nearer of two samples around a moment. */
  private double distance(int i, long nanos) {
    return Math.min(nanos - trace.nanos()[i], trace.nanos()[i + 1] - nanos) * 1e-9;
  }

  private Reading<Double> step(int i) {
    double change = trace.values()[i + 1] - trace.values()[i];
    double seconds = (trace.nanos()[i + 1] - trace.nanos()[i]) * 1e-9;
    double range = channel.wrapsAt().asOptional().orElse(Double.NaN);
    double most = channel.mostWatts().asOptional().orElse(Double.NaN) * OVERSHOOT;
    if (range < most * seconds) {
      return Reading.unresolved(
          "%s may have wrapped more than once in %s s between two readings"
              .formatted(channel.id(), number(seconds)));
    }
    double grown = change < 0 ? change + range : change;
    // Not a number where the range is unknown: then nobody knows what it has counted.
    if (!(grown >= 0) || change < 0 && grown > MOST_OF_RANGE * range) {
      return Reading.unreadable(
          "%s went back from %s to %s J"
              .formatted(channel.id(), number(trace.values()[i]), number(trace.values()[i + 1])));
    }
    if (grown > most * (seconds + period)) {
      return Reading.unreadable(
          "%s jumped by %s J in %s s, more than its %s W allow"
              .formatted(channel.id(), number(grown), number(seconds), number(most / OVERSHOOT)));
    }
    return Reading.of(grown, "J", channel.source());
  }

  /** What is powered draws something: a counter that does not move has stopped. */
  private Reading<double[]> still(int first, int last, Window window) {
    double longest = 0;
    int since = first;
    for (int i = first + 1; i <= last; i++) {
      longest = Math.max(longest, (trace.nanos()[i] - trace.nanos()[since]) * 1e-9);
      if (trace.values()[i] != trace.values()[i - 1]) {
        since = i;
      }
    }
    return longest > STILL_PERIODS * period && longest > STILL_SHARE * window.seconds()
        ? Reading.unreadable(
            "%s stood still for %s s of %s s"
                .formatted(channel.id(), number(longest), number(window.seconds())))
        : Reading.of(new double[0], "", channel.source());
  }
}
