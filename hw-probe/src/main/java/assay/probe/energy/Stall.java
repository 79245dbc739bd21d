package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Trace;

/**
 * Whether a counter stopped for a while. What is powered draws something, so one that stands still
 * must catch up when it goes on; where it does not, the energy of that time is lost.
 *
 * <p>A stretch in which nobody asked is judged alike: a clock that was set shows so.
 */
final class Stall {

  /** Renewals are late at times; so many in a row are missing. */
  private static final double PERIODS = 5;

  /** Of the time between two readings, for those that come a little early. */
  private static final double NEARLY = 0.9;

  /** Of what the mean power says; a load may well be lighter for a while. */
  private static final double CAUGHT_UP = 0.5;

  private Stall() {}

  /**
   * @param grown from {@link Unwrapped}, of samples from first on
   * @return nothing worth knowing, or the reason
   */
  static Reading<double[]> check(Trace trace, int first, double[] grown, double period) {
    int last = grown.length - 1;
    double total = grown[last];
    double seconds = Updates.seconds(trace, first, first + last);
    double mean = total / seconds;
    double interval = Updates.interval(trace);
    // Where it is renewed many times between two readings, two that are equal say enough.
    boolean sparse = interval > PERIODS * period;
    double tooLong = sparse ? NEARLY * interval : PERIODS * Math.max(period, interval);
    double lost = 0;
    double longest = 0;
    int since = 0;
    for (int i = 1; i <= last; i++) {
      if (grown[i] > grown[i - 1] || i == last) {
        double still = Updates.seconds(trace, first + since, first + i);
        double growth = grown[i] - grown[since];
        int equal = sparse && growth > 0 ? i - 1 : i;
        if (Updates.seconds(trace, first + since, first + equal) > tooLong
            && growth <= CAUGHT_UP * mean * still) {
          lost += mean * still - growth;
          longest = Math.max(longest, still);
        }
        since = i;
      }
    }
    return longest > 0 && lost >= EnergyOf.MOST_ERROR * total
        ? Reading.unreadable(
            "%s stood still for %s s of %s s"
                .formatted(trace.channel().id(), number(longest), number(seconds)))
        : Reading.of(grown, "J", trace.channel().source());
  }
}
