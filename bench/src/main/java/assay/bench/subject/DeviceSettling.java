package assay.bench.subject;

import assay.probe.Reading;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Keeps a device busy until its clock stands still.
 *
 * <p>An idle device runs slowly, a busy one faster until its power limit catches up, and then the
 * two oscillate for up to 3 seconds. So operations run in short stretches without a pause, until
 * the last ones took equally long. What the JIT has to do for the host's side of it is done
 * meanwhile.
 */
final class DeviceSettling {

  /** Many operations, few control periods of a power limit. */
  private static final long STRETCH_NANOS = 100_000_000;

  private static final int CALM_STRETCHES = 5;

  private static final double CALM = 0.01;

  /** One that never stands still is measured all the same; the record says so. */
  private static final long LONGEST_NANOS = 3_000_000_000L;

  private final LongSupplier clock;

  DeviceSettling(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * @param nanosPerOperation in the last stretch, the host's part included where that is longer
   * @param nanos until the device was settled, or by how much it was not
   */
  record Settled(double nanosPerOperation, Reading<Double> nanos) {}

  Settled settle(Submission submission) {
    Deque<Double> last = new ArrayDeque<>();
    long start = clock.getAsLong();
    long now;
    int burst = 1;
    do {
      long begun = clock.getAsLong();
      long submissions = 0;
      do {
        long before = clock.getAsLong();
        submission.run(burst);
        submissions += burst;
        now = clock.getAsLong();
        burst = DeviceBatch.submissions((now - before) / (double) burst);
      } while (now - begun < STRETCH_NANOS);
      last.addLast((now - begun) / (double) submissions / submission.operations());
      if (last.size() > CALM_STRETCHES) {
        last.removeFirst();
      }
    } while (!isCalm(last) && now - start < LONGEST_NANOS);
    return new Settled(last.getLast(), reading(last, now - start));
  }

  private static boolean isCalm(Deque<Double> last) {
    return last.size() == CALM_STRETCHES && change(last) <= CALM;
  }

  private static double change(Deque<Double> last) {
    return Collections.max(last) / Collections.min(last) - 1;
  }

  private static Reading<Double> reading(Deque<Double> last, long nanos) {
    return isCalm(last)
        ? Reading.of((double) nanos, "ns", "time per operation of the last stretches")
        : Reading.unavailable(
            String.format(
                Locale.ROOT,
                "after %.1f s the time per operation still changed by %.1f %%",
                nanos / 1e9,
                100 * change(last)));
  }
}
