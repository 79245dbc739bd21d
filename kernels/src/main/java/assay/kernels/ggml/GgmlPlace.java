package assay.kernels.ggml;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Where an operation is computed and where its tensors lie.
 *
 * @param device ggml's {@code ggml_backend_dev_t}
 * @param weights memory of weights
 * @param plain memory of everything else
 * @param gpu empty for the host's processor
 */
record GgmlPlace(
    MemorySegment device, MemorySegment weights, MemorySegment plain, Optional<GgmlGpu> gpu) {

  static GgmlPlace of(GgmlGpu gpu) {
    return new GgmlPlace(gpu.pointer(), gpu.bufferType(), gpu.bufferType(), Optional.of(gpu));
  }
}
