package assay.kernels;

/**
 * Two marks in a device's queue and the time between them by the device's own clock.
 *
 * <p>Used again and again by one thread: begin, enqueue, end, await, nanos.
 */
public interface DeviceTimer extends AutoCloseable {

  /** Enqueues the first mark; the device notes the time when all before it is complete. */
  void begin();

  /** Enqueues the second mark. */
  void end();

  /**
   * Between the marks, as the device says and be it nonsense: who asks holds it against the host's
   * clock. Only after {@link QueuedKernel#await}.
   */
  long nanos();

  /** Idempotent. */
  @Override
  void close();
}
