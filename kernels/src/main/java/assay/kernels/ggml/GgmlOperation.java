package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** One operation described to ggml: its tensors have no memory before {@link #allocate}. */
sealed interface GgmlOperation extends AutoCloseable
    permits GgmlMulMat, GgmlFlashAttn, GgmlGetRows {

  /** The tensor that is computed. */
  MemorySegment result();

  /** The context that the result is in. */
  GgmlContext context();

  /** What {@link #allocate} takes. */
  long bytes();

  /**
   * Takes memory, without filling it.
   *
   * @throws assay.kernels.KernelUnavailableException when there is not enough
   */
  void allocate();

  /** Fills the tensors. */
  void upload(Inputs inputs);

  /** What the record should know besides the library's own facts. */
  Map<String, String> details();

  /** What ggml rounds on purpose on the host's processor. */
  Arithmetic arithmetic();

  /** Idempotent. */
  @Override
  void close();
}
