package assay.probe.energy;

import assay.probe.Reading;

/** Whether two sources agree on the energy of one thing in one window. */
public final class CrossCheck {

  /** Counters and integrated power of one board are within a few per cent where both are sound. */
  public static final double DISAGREES = 0.05;

  private CrossCheck() {}

  /** Counter over integrated power: 1 where they agree. */
  public static Reading<Double> ratio(Reading<Estimate> counter, Reading<Estimate> integrated) {
    return counter.flatMap((joules, unit, source) ->
        integrated.flatMap((other, u, from) ->
            other.value() > 0
                ? Reading.of(joules.value() / other.value(), "1", source + " / " + from)
                : Reading.unreadable(from + " tells of no energy")));
  }

  /** Whether a ratio is further from 1 than two sound sources may be. */
  public static boolean isDisagreement(double ratio) {
    return ratio > 1 + DISAGREES || ratio < 1 / (1 + DISAGREES);
  }
}
