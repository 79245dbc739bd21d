package assay.kernels.vector.matvec;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.vector.shape.VectorShapes;

/**
 * MATMUL for decode with repacked weights: lane i of every vector belongs to row i of a group.
 *
 * <p>A row-wise dot product of blocks spends its time on scalar scales and on reductions across
 * lanes. With rows side by side one vector holds the scales of all rows of a group, the activation
 * is one broadcast from memory, and nothing is ever reduced. The repacked weights replace the
 * stored ones in memory traffic and take about as many bytes; {@code packedBytes} in the record
 * says how many.
 */
public final class VectorMatmulInterleaved implements KernelVariant {

  /** Past this many activation rows the register tiles of the GEMM reuse more per load. */
  private static final long FEW_ROWS = 3;

  @Override
  public String name() {
    return "VectorMatmulInterleaved";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return Interleavings.of(stored).isPresent();
  }

  @Override
  public Support supports(Spec spec) {
    return VectorShapes.LANES >= 8
        ? Support.yes()
        : Support.no("it needs vectors of 256 bits; here they have " + VectorShapes.BITS);
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.n() <= FEW_ROWS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new InterleavedKernel(
        (MatmulSpec) spec,
        (Inputs.Matmul) inputs,
        settings.threads(),
        Interleavings.of(spec.stored()).orElseThrow());
  }
}
