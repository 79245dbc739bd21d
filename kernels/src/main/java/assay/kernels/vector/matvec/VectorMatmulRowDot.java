package assay.kernels.vector.matvec;

import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;

/**
 * MATMUL of any stored format, one row of W at a time: decode a stretch into the first-level cache,
 * multiply it with every activation row, go on.
 *
 * <p>Nothing is repacked, so nothing but the tensor itself needs memory.
 */
public final class VectorMatmulRowDot implements KernelVariant {

  /** Past this many activation rows the register tiles of the GEMM reuse more per load. */
  private static final long FEW_ROWS = 3;

  @Override
  public String name() {
    return "VectorMatmulRowDot";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.n() <= FEW_ROWS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new RowDotKernel((MatmulSpec) spec, (Inputs.Matmul) inputs, settings.threads());
  }
}
