package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.EpochClock;

/** Places an instrument's time stamps on this machine's clock, or says why they do not fit. */
final class Stamps {

  /** A stamp further back is of another run, or of a clock that nobody has set. */
  private static final double MOST_SECONDS_BEHIND = 3600;

  /** A sample of later would make all that come before then look out of turn. */
  private static final double MOST_SECONDS_AHEAD = 1;

  private final EpochClock clock;
  private final double aheadSeconds;

  /**
   * @param aheadSeconds by which the instrument's clock is ahead of this machine's
   */
  Stamps(EpochClock clock, double aheadSeconds) {
    this.clock = clock;
    this.aheadSeconds = aheadSeconds;
  }

  /**
   * @param micros since 1970, by the instrument's clock
   * @return of {@link System#nanoTime}
   */
  Reading<Long> nanos(long micros) {
    if (!clock.refresh()) {
      return Reading.unreadable("this machine's clock was set while the instrument was read");
    }
    long ours = micros - Math.round(aheadSeconds * 1e6);
    double off = (ours - clock.nowMicros()) * 1e-6;
    if (off > MOST_SECONDS_AHEAD || off < -MOST_SECONDS_BEHIND) {
      return Reading.unreadable(
          "a time stamp is %.1f s %s; set both clocks, or say by offset= how many seconds its clock"
                  .formatted(Math.abs(off), off > 0 ? "in the future" : "old")
              + " is ahead");
    }
    return Reading.of(clock.nanos(ours), "ns", "its time stamp");
  }
}
