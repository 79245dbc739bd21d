package assay.probe.energy;

import static assay.probe.energy.EnergyOf.number;

import assay.probe.Reading;
import assay.probe.telemetry.Trace;

/**
 * How fast a counter of energy grew from its first reading to its last, however much the ends of so
 * short a time leave open: for one that judges many such times, side by side, as a whole.
 */
public final class Growth {

  private Growth() {}

  /** In W; wraps are undone, and a counter that went back or jumped is refused. */
  public static Reading<Double> watts(Trace counter) {
    int last = counter.size() - 1;
    double seconds = last < 1 ? 0 : Updates.seconds(counter, 0, last);
    if (seconds <= 0) {
      long now = last < 0 ? 0 : counter.nanos()[last];
      return EnergyOf.silent(counter, now, "said too little");
    }
    return Unwrapped.of(counter, 0, last, Updates.period(counter))
        .flatMap((grown, unit, source) ->
            grown[last] > 0
                ? Reading.of(grown[last] / seconds, "W", source)
                : Reading.unresolved(
                    "%s did not count in %s s".formatted(counter.channel().id(), number(seconds))));
  }
}
