package assay.kernels.device;

/** Launches that a device was told of once. */
@FunctionalInterface
public interface Submission extends Holding {

  /** Starts one run of all and returns without waiting. Allocates nothing. */
  void enqueue();

  /**
   * Idempotent. When nothing of it is under way any more, before its memory is closed. By itself
   * nothing, for devices that are told of each launch anew.
   */
  @Override
  default void close() {}
}
