package assay.bench.pretend;

/**
 * A device's queue that only keeps time: of this machine, or of a clock that the test moves.
 *
 * <p>With the latter every figure is exact and no test waits.
 */
public final class PretendQueue {

  public static final long LAUNCH_NANOS = 4_000;

  public static final long WAKE_NANOS = 8_000;

  private final boolean real;
  private long now;
  private long doneAt;
  private long busyNanos;

  private PretendQueue(boolean real) {
    this.real = real;
    doneAt = now();
  }

  static PretendQueue ofThisMachine() {
    return new PretendQueue(true);
  }

  static PretendQueue ofItsOwnClock() {
    return new PretendQueue(false);
  }

  public long now() {
    return real ? System.nanoTime() : now;
  }

  /** The host tells the device of something that keeps it busy. */
  void launch(long nanos) {
    hostWorks(LAUNCH_NANOS);
    doneAt = Math.max(now(), doneAt) + nanos;
    busyNanos += nanos;
  }

  /** When the device is done with what it was told of. */
  long mark() {
    return Math.max(now(), doneAt);
  }

  /** How much it has done since it was made. */
  long busyNanos() {
    return busyNanos;
  }

  void await() {
    hostWorks(Math.max(0, doneAt - now()) + WAKE_NANOS);
  }

  private void hostWorks(long nanos) {
    if (!real) {
      now += nanos;
      return;
    }
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
