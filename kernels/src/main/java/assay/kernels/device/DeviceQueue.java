package assay.kernels.device;

import assay.kernels.DeviceLostException;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The one queue of this process on a device, in which everything runs in the order in which it was
 * enqueued, and what the host does with the device's memory.
 *
 * <p>Used by one thread at a time. Calls throw {@link DeviceLostException} when nothing will work
 * in this process any more.
 *
 * @param <M> a piece of the device's memory
 */
public interface DeviceQueue<M> {

  /** Returns when the bytes are there. The source may lie on the Java heap. */
  void upload(MemorySegment from, M to, long offset);

  /** Waits for the queue, then returns with the bytes. */
  void download(M from, long offset, MemorySegment to);

  /**
   * Enqueues filling with a byte.
   *
   * @param offset a multiple of 4
   */
  void fillBytes(M memory, long offset, long bytes, byte value);

  /** Returns when everything that was enqueued is complete. */
  void await();

  /** By the device's clock; empty where it has none that a program can read. */
  Optional<DeviceTimer> timer();

  /**
   * Several submissions as one; empty where the interface has no such thing.
   *
   * @param round of this device, in the order in which they run, each perhaps several times
   * @throws KernelUnavailableException saying why there is none of these
   */
  default Optional<QueuedGraph> graph(List<Submission> round) {
    return Optional.empty();
  }
}
