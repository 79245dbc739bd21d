package assay.kernels;

import java.util.List;
import java.util.Optional;

/**
 * A kernel that a device takes from a queue while the host goes on.
 *
 * <p>All kernels that a process prepares on one device share one queue: their runs begin in the
 * order in which they were enqueued, each when the one before is complete, whichever kernel they
 * belong to. So {@link #await} of any of them waits for all.
 */
public interface QueuedKernel extends PreparedKernel {

  /**
   * Starts one run and returns without waiting for it. Allocates nothing.
   *
   * @throws DeviceLostException when the device is gone
   */
  void enqueue();

  /**
   * Returns when everything that was enqueued is complete.
   *
   * @throws DeviceLostException when the device is gone
   * @throws IllegalStateException when a run failed, saying how
   */
  void await();

  @Override
  default void run() {
    enqueue();
    await();
  }

  /** By the device's own clock; empty where it has none that a program can read. */
  default Optional<DeviceTimer> timer() {
    return Optional.empty();
  }

  /**
   * One run of each kernel, in this order, as one submission; empty where a backend has no such
   * thing.
   *
   * @param round kernels of this backend on this device, this one among them, each perhaps several
   *     times; they stay open as long as the graph
   * @throws KernelUnavailableException saying why there is none of these; they run as before
   */
  default Optional<QueuedGraph> graph(List<QueuedKernel> round) {
    return Optional.empty();
  }
}
