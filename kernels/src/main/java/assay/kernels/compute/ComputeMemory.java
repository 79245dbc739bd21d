package assay.kernels.compute;

/** A piece of a device's memory; given back once, by whoever asked for it. */
public interface ComputeMemory extends AutoCloseable {

  long bytes();

  /** All of it. */
  default Buffer whole() {
    return new Buffer(this, 0, bytes());
  }

  /** Idempotent. */
  @Override
  void close();
}
