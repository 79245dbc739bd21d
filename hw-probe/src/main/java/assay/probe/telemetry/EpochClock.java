package assay.probe.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Places a driver's or an instrument's time stamps, in microseconds since 1970, on the clock of
 * {@link System#nanoTime}, as long as nobody sets the machine's clock.
 */
public final class EpochClock {

  /** Clocks are steered by less than a thousandth; what moves further was set. */
  private static final double STEERED = 1e-3;

  private static final long SET_NANOS = 10_000_000;

  private final LongSupplier epochMicros;
  private final LongSupplier nanoTime;
  private long offsetNanos;
  private long measuredNanos;

  public EpochClock() {
    this(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), System::nanoTime);
  }

  /**
   * @param nanoTime of {@link System#nanoTime}, save in tests
   */
  public EpochClock(LongSupplier epochMicros, LongSupplier nanoTime) {
    this.epochMicros = epochMicros;
    this.nanoTime = nanoTime;
    measure();
  }

  /** Of the same two clocks, for another who wants to notice by himself that one was set. */
  public EpochClock another() {
    return new EpochClock(epochMicros, nanoTime);
  }

  public long nowMicros() {
    return epochMicros.getAsLong();
  }

  /** Of {@link System#nanoTime}, as the two clocks stood to each other at the last look. */
  public long nanos(long micros) {
    return micros * 1000 - offsetNanos;
  }

  /**
   * Looks at both clocks again.
   *
   * @return whether they went on together; where not, stamps of before are not to be placed
   */
  public boolean refresh() {
    long before = offsetNanos;
    long since = measuredNanos;
    measure();
    long moved = Math.abs(offsetNanos - before);
    return moved <= SET_NANOS + STEERED * (measuredNanos - since);
  }

  /** The look that a pause between two clocks spoils least is the shortest. */
  private void measure() {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = nanoTime.getAsLong();
      long micros = epochMicros.getAsLong();
      long after = nanoTime.getAsLong();
      if (after - before < shortest) {
        shortest = after - before;
        measuredNanos = before + shortest / 2;
        offsetNanos = micros * 1000 - measuredNanos;
      }
    }
  }
}
