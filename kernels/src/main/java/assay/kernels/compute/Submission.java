package assay.kernels.compute;

/** Launches that a device was told of once. */
public interface Submission extends AutoCloseable {

  /** Starts one run of all and returns without waiting. Allocates nothing. */
  void enqueue();

  /** Idempotent. When nothing of it is under way any more, before its memory is closed. */
  @Override
  void close();
}
