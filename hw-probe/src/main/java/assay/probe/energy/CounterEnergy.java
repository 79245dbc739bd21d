package assay.probe.energy;

import assay.probe.Reading;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.stream.IntStream;

/**
 * Energy from a counter: the difference between the ends of a window.
 *
 * <p>A counter shows what was used up to its last renewal. What it would show at a moment is at
 * least what it shows, and at most what it shows after its next renewal.
 */
final class CounterEnergy {

  /** Readings further apart than this many periods do not see single renewals. */
  private static final double SPARSE = 2;

  /** A load that switches faster than it is asked about may peak so far above what is seen. */
  private static final double UNSEEN = 2;

  /** Periods that tell of the power about a moment: one alone may hold two renewals or none. */
  private static final double RECENT = 5;

  private final Trace trace;
  private final double period;
  private final double tolerance;
  private int first;
  private double[] grown;
  private double mean;
  private double highest;

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
    highest = IntStream.range(first, last).mapToDouble(this::steep).max().orElse(0);
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
    double high = Math.min(renewed(i, share, joules), drawnSince(i, nanos));
    return new End(joules, Math.min(joules, low(i, share, nanos)), Math.max(joules, high));
  }

  /** What was shown before, or what is shown after less what may have been drawn until then. */
  private double low(int i, double share, long nanos) {
    double until = (trace.nanos()[i + 1] - nanos) * 1e-9;
    double least = joules(i + 1) - most(i) * until;
    return share == 1 ? joules(i + 1) : Math.max(joules(i), least);
  }

  /**
   * What was shown before and what may have been drawn since. A renewal that the next sample shows
   * may have been before this moment or after it.
   */
  private double drawnSince(int i, long nanos) {
    double since = (nanos - trace.nanos()[i]) * 1e-9;
    double late = Math.max(period, stale(i));
    double unseen = joules(i) + most(i) * (since + late);
    return joules(i + 1) > joules(i) ? Math.min(unseen, joules(i + 1) + most(i) * since) : unseen;
  }

  /** W that may have been drawn for a moment about a sample and the next, at most. */
  private double most(int i) {
    return UNSEEN * Math.max(watts(i), highest);
  }

  /** W about a sample and the next, the highest of what tells them. */
  private double watts(int i) {
    double steepest = Math.max(steep(i), Math.max(steep(i - 1), steep(i + 1)));
    return Math.max(mean, Math.max(steepest, recent(i + 1)));
  }

  private double joules(int i) {
    return grown[i - first];
  }

  /** After the renewal that follows, be it seen or reckoned from the power about that time. */
  private double renewed(int i, double share, double joules) {
    int last = first + grown.length - 1;
    int next = i + 2;
    boolean sparse = Updates.seconds(trace, i, i + 1) > SPARSE * period;
    while (!sparse && next <= last && joules(next) <= joules(i + 1)) {
      next++;
    }
    if (!sparse && next <= last) {
      return joules(next);
    }
    double late = Math.max(period, sparse ? 0 : stale(i + 1));
    double periods = sparse ? UNSEEN * late : late;
    double reckoned = joules + watts(i) * periods;
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
