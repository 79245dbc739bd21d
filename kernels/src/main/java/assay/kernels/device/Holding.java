package assay.kernels.device;

/**
 * What is given back once, by whoever asked for it: memory of a device, launches it was told of.
 */
@FunctionalInterface
public interface Holding extends AutoCloseable {

  /** Idempotent. */
  @Override
  void close();
}
