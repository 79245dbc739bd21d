package assay.probe.energy;

import assay.probe.Reading;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;

/**
 * Energy from a counter: the difference between the ends of a window.
 *
 * <p>A counter shows what was used up to its last renewal. What it would show at a moment is at
 * least what it shows, and at most what it shows after its next renewal.
 */
final class CounterEnergy {

  /** Readings further apart than this many periods do not see single renewals. */
  private static final double SPARSE = 2;

  /** Between sparse readings power may be so much above their mean. */
  private static final double UNSEEN = 2;

  /** Periods that tell of the power about a moment: one alone may hold two renewals or none. */
  private static final double RECENT = 5;

  private final Trace trace;
  private final double period;
  private final double tolerance;
  private int first;
  private double[] grown;
  private double mean;

  CounterEnergy(Trace trace) {
    this.trace = trace;
    this.period = Updates.period(trace);
    this.tolerance = Updates.tolerance(trace);
  }

  /**
   * @param low that the counter can have been, by what it shows
   */
  private record End(double joules, double low, double high) {}

  Reading<Part> over(Window window) {
    int before = trace.lastUpTo(window.fromNanos());
    int after = trace.firstFrom(window.toNanos());
    first = Math.max(0, before);
    int last = Math.min(trace.size() - 1, after);
    boolean beginsLate = (trace.nanos()[first] - window.fromNanos()) * 1e-9 > tolerance;
    boolean endsEarly = (window.toNanos() - trace.nanos()[last]) * 1e-9 > tolerance;
    if (beginsLate || endsEarly || first >= last) {
      return EnergyOf.silent(
          trace,
          endsEarly ? window.toNanos() : window.fromNanos(),
          "has no reading at %s of the window".formatted(endsEarly ? "the end" : "an end"));
    }
    // One more renewal, where somebody looked on, tells what the end of the window lacked.
    long beyond = window.toNanos() + Math.round(SPARSE * period * 1e9);
    int ahead = Math.max(last, Math.min(trace.size() - 1, trace.firstFrom(beyond)));
    Reading<double[]> wide = Unwrapped.of(trace, first, ahead, period);
    Reading<double[]> seen = wide.isPresent() ? wide : Unwrapped.of(trace, first, last, period);
    return seen.flatMap((joules, unit, source) -> Stall.check(trace, first, joules, period))
        .flatMap((joules, unit, source) -> between(window, joules));
  }

  private Reading<Part> between(Window window, double[] joules) {
    int last = first + joules.length - 1;
    mean = joules[last - first] / Updates.seconds(trace, first, last);
    grown = joules;
    End from = at(window.fromNanos());
    End to = at(window.toNanos());
    double rounding = 2 * Math.ulp(trace.values()[first]) + 2 * Math.ulp(trace.values()[last]);
    double error =
        Math.max(
            to.high() - to.joules() + from.joules() - from.low(),
            to.joules() - to.low() + from.high() - from.joules());
    return Reading.of(
        new Part(to.joules() - from.joules(), error + rounding, 0), "J", trace.channel().source());
  }

  private End at(long nanos) {
    int last = first + grown.length - 1;
    if (nanos < trace.nanos()[first]) {
      double unseen = mean * (trace.nanos()[first] - nanos) * 1e-9;
      return new End(-unseen, -2 * unseen, 0);
    }
    if (nanos > trace.nanos()[last]) {
      double unseen = mean * (nanos - trace.nanos()[last]) * 1e-9;
      double shown = grown[last - first];
      return new End(shown + unseen, shown, shown + 2 * unseen + mean * period);
    }
    int i = Math.min(trace.lastUpTo(nanos), last - 1);
    long span = trace.nanos()[i + 1] - trace.nanos()[i];
    double share = span == 0 ? 1 : (double) (nanos - trace.nanos()[i]) / span;
    double joules = share * joules(i + 1) + (1 - share) * joules(i);
    return new End(joules, share == 1 ? joules : joules(i), high(i, share, joules));
  }

  private double joules(int i) {
    return grown[i - first];
  }

  /** After the renewal that follows, be it seen or reckoned from the power about that time. */
  private double high(int i, double share, double joules) {
    int last = first + grown.length - 1;
    int next = share == 1 ? i + 2 : i + 1;
    boolean sparse = Updates.seconds(trace, i, i + 1) > SPARSE * period;
    while (!sparse && next <= last && joules(next) <= joules) {
      next++;
    }
    if (!sparse && next <= last) {
      return joules(next);
    }
    double watts = Math.max(steep(i), Math.max(steep(i - 1), steep(i + 1)));
    double late = Math.max(period, sparse ? 0 : stale(i + 1));
    double periods = sparse ? UNSEEN * late : late;
    double reckoned = joules + Math.max(mean, Math.max(watts, recent(i + 1))) * periods;
    return share > 0 && share < 1 ? Math.max(reckoned, joules(i + 1)) : reckoned;
  }

  /** W between a sample and the next, over a whole period at least. */
  private double steep(int i) {
    if (i < first || i >= first + grown.length - 1) {
      return 0;
    }
    double seconds = Updates.seconds(trace, i, i + 1);
    return seconds < period ? 0 : (joules(i + 1) - joules(i)) / seconds;
  }

  /** W of the last periods before a sample, the shorter by one that may not be in them. */
  private double recent(int i) {
    int back = i;
    while (back > first && Updates.seconds(trace, back, i) < RECENT * period) {
      back--;
    }
    return (joules(i) - joules(back)) / (Updates.seconds(trace, back, i) + period);
  }

  /** Seconds for which a sample's value has been the same. */
  private double stale(int i) {
    int back = i;
    while (back > first && joules(back - 1) == joules(i)) {
      back--;
    }
    return Updates.seconds(trace, back, i);
  }
}
