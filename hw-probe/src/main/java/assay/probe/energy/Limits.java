package assay.probe.energy;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;

/** What power a place can draw at all. */
final class Limits {

  /** Measured limits are overshot for milliseconds, and time stamps jitter. */
  private static final double OVERSHOOT = 1.5;

  /** The largest part sold draws 23 kW, a whole wafer. */
  private static final double MOST_OF_PART = 50e3;

  /** Behind one plug or supply stands a rack at most. */
  private static final double MOST_OF_MACHINE = 1e6;

  private Limits() {}

  /** In W; above it a value is a fault. */
  static double mostWatts(Channel channel) {
    boolean whole = channel.scope() == Scope.WALL || channel.scope() == Scope.MACHINE;
    return channel
        .mostWatts()
        .asOptional()
        .map(stated -> stated * OVERSHOOT)
        .orElse(whole ? MOST_OF_MACHINE : MOST_OF_PART);
  }
}
