package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Readings of power that cannot be what they say. */
final class PowerFaults {

  /** A register of 16 or 32 bits, all ones, in units of W, mW or µW: it has nothing to say. */
  private static final double[] ALL_ONES = {
    65535, 65.535, 0.065535, 4294967295.0, 4294967.295, 4294.967295
  };

  /** Parts that are switched off while the machine runs; all else draws something. */
  private static final Set<Scope> MAY_BE_OFF =
      EnumSet.of(Scope.CORE, Scope.UNCORE, Scope.RAIL, Scope.LINK, Scope.MEMORY);

  /** From its neighbours on both sides: further than readings scatter. */
  private static final double OUT_OF_LINE = 0.1;

  /** Equal readings in a row that are no chance for one that scatters over many steps. */
  private static final int LEAST_EQUAL = 20;

  /** Share of its renewals that change a reading which scatters. */
  private static final double NEARLY_ALL = 0.9;

  /** Its usual change in steps of its resolution: at fewer it may rest on one. */
  private static final double STEPS = 4;

  private final Trace trace;
  private final Channel channel;
  private final int first;
  private final int last;

  private PowerFaults(Trace trace, int first, int last) {
    this.trace = trace;
    this.channel = trace.channel();
    this.first = first;
    this.last = last;
  }

  /**
   * @return the trace, or why these samples of it are none
   */
  static Reading<Trace> check(Trace trace, int first, int last, double period) {
    PowerFaults faults = new PowerFaults(trace, first, last);
    String fault = faults.impossible();
    if (fault.isEmpty()) {
      fault = faults.stuck();
    }
    if (fault.isEmpty() && faults.isFrozen(period)) {
      fault = "said the same many times, though its readings scattered before or after";
    }
    return fault.isEmpty()
        ? Reading.of(trace, "W", trace.channel().source())
        : Reading.unreadable(trace.channel().id() + " " + fault);
  }

  private String impossible() {
    double most = Limits.mostWatts(channel);
    for (int i = first; i <= last; i++) {
      double value = trace.values()[i];
      if (!(value >= 0 && value <= most)) {
        return "says %s W, which cannot be".formatted(number(value));
      }
    }
    return "";
  }

  private String stuck() {
    boolean same = true;
    for (int i = first; i <= last; i++) {
      double value = trace.values()[i];
      same &= value == trace.values()[first];
      if (value == 0 && !MAY_BE_OFF.contains(channel.scope())) {
        return "says 0 W of something that runs";
      }
      if (isAllOnes(value) && i > first && i < last && isOutOfLine(i)) {
        return "says %s W at times, all ones in its register".formatted(value);
      }
    }
    double value = trace.values()[first];
    return same && (value == 0 || isAllOnes(value))
        ? "says %s W all the time".formatted(value)
        : "";
  }

  private static boolean isAllOnes(double value) {
    return Arrays.stream(ALL_ONES).anyMatch(ones -> Math.abs(value - ones) < 1e-9 * ones);
  }

  /** Far above both neighbours or far below both. */
  private boolean isOutOfLine(int i) {
    double value = trace.values()[i];
    double before = other(i, -1) - value;
    double after = other(i, 1) - value;
    return before * after > 0 && Math.min(Math.abs(before), Math.abs(after)) > OUT_OF_LINE * value;
  }

  /** The nearest different value on one side. */
  private double other(int i, int step) {
    int at = i;
    while (at > first && at < last && trace.values()[at] == trace.values()[i]) {
      at += step;
    }
    return trace.values()[at];
  }

  /**
   * Whether it is known to scatter, from the rest of its trace, and does not for a while. One that
   * only ever said the same may be steady, or round.
   */
  private boolean isFrozen(double period) {
    double[] changes = new double[trace.size()];
    int count = 0;
    int run = 1;
    int longest = 0;
    int renewals = 0;
    double longestSeconds = 0;
    double knot = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < trace.size(); i++) {
      double change = Math.abs(trace.values()[i] - trace.values()[i - 1]);
      run = change == 0 ? run + 1 : 1;
      if (change > 0) {
        changes[count++] = change;
      }
      double now = trace.nanos()[i] * 1e-9;
      if (now - knot >= 0.9 * period) {
        renewals++;
        knot = now;
      }
      if (i > first && i <= last && run > longest) {
        longest = run;
        longestSeconds = Updates.seconds(trace, i - run + 1, i);
      }
    }
    double equal = Math.min(longest, longestSeconds / period);
    if (count < LEAST_EQUAL || equal < LEAST_EQUAL) {
      return false;
    }
    Arrays.sort(changes, 0, count);
    return changes[count / 2] > STEPS * changes[0] && count >= NEARLY_ALL * (renewals - equal);
  }
}
