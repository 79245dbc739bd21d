package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;

/**
 * Energy from power: its integral by trapezoids.
 *
 * <p>A sensor that tells the mean of the last second tells, for that long, of what was before the
 * window. So only readings whose whole mean lies inside are integrated. They count the first and
 * the last second of the window by half; the other halves are added from the means that end at
 * their ends. That is exact for a load that is steady, rises or falls steadily, or changes anywhere
 * but in those two seconds.
 */
final class PowerEnergy {

  /** Fewer readings than these say little of what was between them. */
  private static final int LEAST_UPDATES = 10;

  /** A window holds so many averaging windows at least, or its ends are too much of it. */
  private static final double LEAST_MEANS = 10;

  /** Periods after which a reading is missing. What was drawn meanwhile nobody knows. */
  private static final double MISSING = 5;

  /** Readings that are asked for a little early are still of the next period. */
  private static final double EARLY = 0.9;

  private final Trace trace;
  private final Channel channel;
  private final double mean;
  private final double period;
  private final double interval;
  private int first;
  private int last;

  PowerEnergy(Trace trace) {
    this.trace = trace;
    this.channel = trace.channel();
    this.mean = channel.windowSeconds().asOptional().orElse(0.0);
    this.period = Updates.period(trace);
    this.interval = Updates.interval(trace);
  }

  Reading<Part> over(Window window) {
    long from = window.fromNanos() + Math.round(mean * 1e9);
    long to = window.toNanos();
    double inside = (to - from) * 1e-9;
    if (mean > 0 && window.seconds() < LEAST_MEANS * mean) {
      return Reading.unresolved(
          "%s tells means of %s s, which say too little of %s s"
              .formatted(channel.id(), number(mean), number(window.seconds())));
    }
    first = Math.max(0, trace.lastUpTo(from));
    last = Math.min(trace.size() - 1, trace.firstFrom(to));
    double late = (trace.nanos()[first] - from) * 1e-9;
    double early = (to - trace.nanos()[last]) * 1e-9;
    double missing = Math.max(late, early);
    if (missing > Updates.tolerance(trace) || first >= last) {
      return EnergyOf.silent(
          trace,
          late > early ? from : to,
          "has no reading at an end of %s s".formatted(number(window.seconds())));
    }
    return PowerFaults.check(trace, first, last, period)
        .flatMap((sound, unit, source) -> sufficient(inside))
        .flatMap((enough, unit, source) -> integrated(from, to, Math.max(0, missing)));
  }

  private Reading<Trace> sufficient(double inside) {
    double silence = silence();
    if (silence > EnergyOf.MOST_ERROR * inside) {
      return Reading.unresolved(
          "%s said nothing for %s s of %s s"
              .formatted(channel.id(), number(silence), number(inside)));
    }
    double updates = Math.min(last - first, period > 0 ? inside / period : last - first);
    return updates < LEAST_UPDATES
        ? Reading.unresolved(
            "%s told its power %.0f times in %s s, and needs %d"
                .formatted(channel.id(), updates, number(inside), LEAST_UPDATES))
        : Reading.of(trace, "W", channel.source());
  }

  private Reading<Part> integrated(long from, long to, double missing) {
    double ends = mean / 2 * (at(from) + at(to));
    double joules = integral(from, to) + ends;
    double range = range();
    // A reading may be old by a period, so that the window begins and ends as much too early.
    double stale = period * Math.max(range, mean > period ? joules / ((to - from) * 1e-9) : 0);
    long whole = Math.round(mean * 1e9);
    double bent = mean / 2 * (wander(from, from + whole) + wander(to - whole, to));
    double error = stale + bent + missing * range + silence() * range / 2;
    return Reading.of(new Part(joules, error, variance()), "J", channel.source());
  }

  /** Difference in W of the largest and the smallest reading. */
  private double range() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = first; i <= last; i++) {
      least = Math.min(least, trace.values()[i]);
      most = Math.max(most, trace.values()[i]);
    }
    return most - least;
  }

  /** How far the mean of a quarter of this stretch is from that of another, in W. */
  private double wander(long from, long to) {
    if (to <= from) {
      return 0;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 4; k++) {
      long a = from + (to - from) / 4 * k;
      long b = from + (to - from) / 4 * (k + 1);
      double watts = integral(a, b) / ((b - a) * 1e-9);
      least = Math.min(least, watts);
      most = Math.max(most, watts);
    }
    return most - least;
  }

  /** Seconds of all stretches together in which readings are missing. */
  private double silence() {
    double most = MISSING * Math.max(period, interval);
    double all = 0;
    for (int i = first; i < last; i++) {
      double seconds = Updates.seconds(trace, i, i + 1);
      all += seconds > most ? seconds : 0;
    }
    return all;
  }

  /**
   * Of the integral, in J²: a reading counts for a period, and how much it scatters is told by how
   * far it is from the line between its neighbours. That is 6 times the variance of readings which
   * scatter on their own, and more than enough for a load that changes between two of them.
   */
  private double variance() {
    double sum = 0;
    int a = first;
    int b = -1;
    for (int i = first + 1; i <= last; i++) {
      if (Updates.seconds(trace, b < 0 ? a : b, i) < EARLY * period && i < last) {
        continue;
      }
      if (b >= 0) {
        double seconds = Updates.seconds(trace, a, i) / 2;
        double bend = trace.values()[a] - 2 * trace.values()[b] + trace.values()[i];
        sum += seconds * seconds * bend * bend / 6;
        a = b;
      }
      b = i;
    }
    return sum;
  }

  /** J between two moments; a reading at the end of a trace is held. */
  private double integral(long from, long to) {
    double joules = 0;
    for (int i = Math.max(first, trace.lastUpTo(from)); i < last; i++) {
      long start = Math.max(trace.nanos()[i], from);
      long end = Math.min(trace.nanos()[i + 1], to);
      if (end > start) {
        joules += (at(i, start) + at(i, end)) / 2 * (end - start) * 1e-9;
      }
    }
    joules += Math.max(0, trace.nanos()[first] - from) * 1e-9 * trace.values()[first];
    return joules + Math.max(0, to - trace.nanos()[last]) * 1e-9 * trace.values()[last];
  }

  private double at(long nanos) {
    int i = Math.clamp(trace.lastUpTo(nanos), first, last - 1);
    return at(i, Math.clamp(nanos, trace.nanos()[i], trace.nanos()[i + 1]));
  }

  /** Between a sample and the next. */
  private double at(int i, long nanos) {
    long span = trace.nanos()[i + 1] - trace.nanos()[i];
    double share = span == 0 ? 0 : (double) (nanos - trace.nanos()[i]) / span;
    return trace.values()[i] + share * (trace.values()[i + 1] - trace.values()[i]);
  }
}
