package assay.kernels;

/** Runs of several kernels that a device was told of once and takes as one submission. */
public interface QueuedGraph extends AutoCloseable {

  /**
   * Starts one run of all and returns without waiting; {@link QueuedKernel#await} of any of its
   * kernels waits for it. Allocates nothing.
   *
   * @throws DeviceLostException when the device is gone
   */
  void enqueue();

  /** Idempotent. Before its kernels are closed. */
  @Override
  void close();
}
