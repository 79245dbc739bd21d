package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.binding.OffHeap;
import assay.kernels.format.Bfloat16;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A product of BF16 weights with activations that are rounded to BF16 first, which is part of each
 * run: a model hands over float32 activations, new ones for each token.
 */
final class BlasHalfProduct implements BlasProduct {

  private final BlasLibrary library;
  private final BlasHalfGemm gemm;
  private final BlasShape shape;
  private final MemorySegment weights;
  private final MemorySegment activations;
  private final MemorySegment rounded;

  BlasHalfProduct(
      BlasLibrary library, BlasHalfGemm gemm, MatmulSpec spec, Inputs.Matmul inputs, Arena arena) {
    this.library = library;
    this.gemm = gemm;
    this.shape = BlasShape.of(spec);
    weights = OffHeap.of(inputs.weights().data(), arena);
    activations = inputs.activations().data();
    rounded = arena.allocate(JAVA_SHORT, spec.n() * spec.k());
  }

  @Override
  public void into(MemorySegment y) {
    long elements = (long) shape.n() * shape.k();
    for (long i = 0; i < elements; i++) {
      float exact = activations.getAtIndex(JAVA_FLOAT_UNALIGNED, i);
      rounded.setAtIndex(JAVA_SHORT, i, Bfloat16.fromFloat(exact));
    }
    library.gemm(gemm.function(), shape, weights, rounded, y);
  }

  @Override
  public Arithmetic arithmetic() {
    return Arithmetic.roundingActivations(Format.BF16);
  }
}
