package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** One operation laid out in ggml's memory: tensors that are allocated but not yet filled. */
sealed interface GgmlOperation extends AutoCloseable
    permits GgmlMulMat, GgmlFlashAttn, GgmlGetRows {

  /** The tensor that is computed. */
  MemorySegment result();

  /** Its data. */
  GuardedOutput output();

  MemorySegment graph();

  /** Fills the tensors. */
  void upload(Inputs inputs);

  /** What the record should know besides the library's own facts. */
  Map<String, String> details();

  /** What ggml rounds on purpose. */
  Arithmetic arithmetic();

  /** Idempotent. */
  @Override
  void close();
}
