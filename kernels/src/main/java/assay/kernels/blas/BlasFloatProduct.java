package assay.kernels.blas;

import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.binding.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One {@code cblas_sgemm} or {@code cblas_sgemv}; inputs outside the Java heap are read in place.
 */
final class BlasFloatProduct implements BlasProduct {

  private final BlasLibrary library;
  private final BlasShape shape;
  private final boolean vector;
  private final MemorySegment weights;
  private final MemorySegment activations;

  /**
   * @param vector for sgemv, which takes one token
   */
  BlasFloatProduct(
      BlasLibrary library, MatmulSpec spec, Inputs.Matmul inputs, boolean vector, Arena arena) {
    this.library = library;
    this.shape = BlasShape.of(spec);
    this.vector = vector;
    weights = OffHeap.of(inputs.weights().data(), arena);
    activations = OffHeap.of(inputs.activations().data(), arena);
  }

  @Override
  public void into(MemorySegment y) {
    if (vector) {
      library.sgemv(shape, weights, activations, y);
    } else {
      library.sgemm(shape, weights, activations, y);
    }
  }
}
