package assay.kernels;

import java.util.Optional;

/**
 * A kernel made ready for one set of inputs: uploaded, packed, compiled.
 *
 * <p>Used by one thread at a time. Owns its threads and its memory until {@link #close}.
 */
public interface PreparedKernel extends AutoCloseable {

  /** Computes the result once and returns when it is complete. Allocates nothing. */
  void run();

  /** Fills the output with NaN, so that a kernel which writes nothing is found out. */
  void poisonOutput();

  /**
   * Copies the output, widened exactly to float32 where it is F16 or BF16.
   *
   * <p>MATMUL: n x m. ATTENTION: n x heads x valueDim. DEQUANT: m x k.
   *
   * @param destination as long as the spec has outputs
   */
  void readOutput(float[] destination);

  /**
   * What was written outside the output so far, as a sentence without a subject; see {@link
   * assay.kernels.binding.GuardedOutput}. Empty where Java checks every write.
   */
  default Optional<String> damage() {
    return Optional.empty();
  }

  Execution execution();

  /** Deliberate roundings, for the error bound; override where there are any. */
  default Arithmetic arithmetic() {
    return Arithmetic.FLOAT32;
  }

  /** Idempotent. */
  @Override
  void close();
}
