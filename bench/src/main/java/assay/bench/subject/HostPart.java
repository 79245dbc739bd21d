package assay.bench.subject;

import assay.kernels.DeviceTimer;
import assay.probe.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much of the timed loop the host may have kept a device waiting, from every batch of it.
 *
 * <p>A busy host does so in two ways. It fills the queue late, which the device's marks don't tell
 * from work: what tells is that enqueueing took longer than in the quickest batch. And it learns
 * late that all is done, which only its own clock sees. Both together are an upper bound, since a
 * device with work in its queue waits for nobody.
 */
final class HostPart implements AutoCloseable {

  private final LongSupplier clock;
  private final Optional<DeviceTimer> timer;
  private long batches;
  private double hostNanos;
  private double deviceNanos;
  private double enqueueNanos;
  private long quickestNanos = Long.MAX_VALUE;

  HostPart(Optional<DeviceTimer> timer, LongSupplier clock) {
    this.timer = timer;
    this.clock = clock;
  }

  /** Forgets the warm-up. */
  void reset() {
    batches = 0;
    hostNanos = 0;
    deviceNanos = 0;
    enqueueNanos = 0;
    quickestNanos = Long.MAX_VALUE;
  }

  /**
   * Enqueues and waits.
   *
   * @param operations that are enqueued
   * @param before what one more of them took, which was waited for by itself just before; else 0
   * @return the host's nanoseconds
   */
  long run(Runnable enqueue, Runnable await, int operations, long before) {
    long start = clock.getAsLong();
    timer.ifPresent(DeviceTimer::begin);
    enqueue.run();
    timer.ifPresent(DeviceTimer::end);
    long enqueued = clock.getAsLong() - start;
    await.run();
    long nanos = clock.getAsLong() - start;
    batches++;
    hostNanos += before + nanos;
    enqueueNanos += enqueued;
    quickestNanos = Math.min(quickestNanos, enqueued);
    int all = before > 0 ? operations + 1 : operations;
    timer.ifPresent(own -> deviceNanos += (double) own.nanos() * all / operations);
    return nanos;
  }

  /** Shares of the measured time; empty where the device has no clock. */
  Map<String, Reading<Double>> readings() {
    if (timer.isEmpty() || batches == 0) {
      return Map.of();
    }
    double late = enqueueNanos - (double) batches * quickestNanos;
    double unseen = Math.max(0, hostNanos - deviceNanos);
    return Map.of(
        "host.waiting.share",
        Reading.of((late + unseen) / hostNanos, "", "both clocks, all batches"),
        "host.enqueueing.share",
        Reading.of(enqueueNanos / hostNanos, "", "host clock, all batches"));
  }

  @Override
  public void close() {
    timer.ifPresent(DeviceTimer::close);
  }
}
