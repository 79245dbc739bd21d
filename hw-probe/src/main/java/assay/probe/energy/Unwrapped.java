package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Trace;

/**
 * How much a counter has grown from one reading to the next, wraps undone.
 *
 * <p>A fall is a wrap only where the range is known, the growth that it leaves is less than half of
 * it, and the place can draw so much. Where the place could draw half a range between two readings
 * even a rise says nothing.
 */
final class Unwrapped {

  private static final double MOST_OF_RANGE = 0.5;

  /** Of a counter whose place states no limit: so many times what it drew elsewhere. */
  private static final double LIKELY = 4;

  /** A single step so many times as steep as any other is no load. */
  private static final double ALONE = 20;

  /** So many steps must there be to call one of them alone. */
  private static final int LEAST_STEPS = 20;

  private final Trace trace;
  private final Channel channel;
  private final double period;
  private final double range;
  private final double most;
  private double steepest;
  private double second;
  private double steepestGrowth;
  private int rising;

  private Unwrapped(Trace trace, double period) {
    this.trace = trace;
    this.channel = trace.channel();
    this.period = period;
    this.range = channel.wrapsAt().asOptional().orElse(Double.NaN);
    this.most = Limits.mostWatts(channel);
  }

  /**
   * @return joules since the first of these samples, one a sample
   */
  static Reading<double[]> of(Trace trace, int first, int last, double period) {
    return new Unwrapped(trace, period).grown(first, last);
  }

  private Reading<double[]> grown(int first, int last) {
    rank(first, last);
    double[] grown = new double[last - first + 1];
    long since = renewedAfter(first);
    for (int i = first; i < last; i++) {
      Reading<Double> step = step(i, since);
      if (!step.isPresent()) {
        return step.map(never -> null);
      }
      double joules = step.asOptional().orElseThrow();
      grown[i - first + 1] = grown[i - first] + joules;
      // Seen at i + 1, it was renewed at some time after i.
      since = joules > 0 ? trace.nanos()[i] : since;
    }
    double total = grown[last - first];
    return rising >= LEAST_STEPS
            && steepest > ALONE * second
            && steepestGrowth > EnergyOf.MOST_ERROR * total
        ? jumped(steepestGrowth, "%s times as steep as ever else".formatted(number(ALONE)))
        : Reading.of(grown, "J", channel.source());
  }

  /** The sample after which the value of this one came. */
  private long renewedAfter(int first) {
    int i = first;
    while (i > 0 && trace.values()[i - 1] == trace.values()[first]) {
      i--;
    }
    return trace.nanos()[Math.max(0, i - 1)];
  }

  /** The two steepest rises, as they would be without a fault, in W. */
  private void rank(int first, int last) {
    long since = renewedAfter(first);
    for (int i = first; i < last; i++) {
      double change = trace.values()[i + 1] - trace.values()[i];
      if (change < 0) {
        change += range;
      }
      if (change > 0) {
        double watts = change / ((trace.nanos()[i + 1] - since) * 1e-9 + period);
        if (watts > steepest) {
          second = steepest;
          steepest = watts;
          steepestGrowth = change;
        } else {
          second = Math.max(second, watts);
        }
        rising++;
        since = trace.nanos()[i];
      }
    }
  }

  private Reading<Double> step(int i, long since) {
    double before = trace.values()[i];
    double after = trace.values()[i + 1];
    double seconds = Updates.seconds(trace, i, i + 1);
    double likely = channel.mostWatts().asOptional().orElse(rising < 3 ? most : LIKELY * second);
    if (likely * seconds > MOST_OF_RANGE * range) {
      return Reading.unresolved(
          "%s may have wrapped unseen in %s s between two readings"
              .formatted(channel.id(), number(seconds)));
    }
    if (before < 0 || before > range) {
      return Reading.unreadable(
          "%s says %s J, outside of what it can count".formatted(channel.id(), number(before)));
    }
    double grown = after < before ? after - before + range : after - before;
    // Not a number where the range is unknown: then nobody knows what it has counted.
    if (!(grown >= 0) || after < before && grown > MOST_OF_RANGE * range) {
      return Reading.unreadable(
          "%s went back from %s to %s J".formatted(channel.id(), number(before), number(after)));
    }
    double allowed = most * ((trace.nanos()[i + 1] - since) * 1e-9 + period);
    return grown > allowed
        ? jumped(grown, "%s J at most are possible".formatted(number(allowed)))
        : Reading.of(grown, "J", channel.source());
  }

  private <T> Reading<T> jumped(double joules, String why) {
    return Reading.unreadable(
        "%s jumped by %s J at once, %s".formatted(channel.id(), number(joules), why));
  }
}
