package assay.kernels.vector.matvec;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;

/**
 * MATMUL of F32, F16 and BF16 weights as stored, four rows of W at a time.
 *
 * <p>One row alone loads as many activation bytes as weights, and its few instructions in flight do
 * not ask memory for enough lines at once. Four rows share each activation load and are four
 * streams for the prefetcher.
 */
public final class VectorMatmulFourRows implements KernelVariant {

  /** Past this many activation rows the register tiles of the GEMM reuse more per load. */
  private static final long FEW_ROWS = 3;

  @Override
  public String name() {
    return "VectorMatmulFourRows";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return rowsOf(stored) != null;
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.n() <= FEW_ROWS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    var matmul = (MatmulSpec) spec;
    var matmulInputs = (Inputs.Matmul) inputs;
    if (spec.stored() == Format.F16 && !HalfRows.areFinite(matmulInputs.weights())) {
      return new RowDotKernel(matmul, matmulInputs, settings.threads());
    }
    return new FourRowsKernel(matmul, matmulInputs, settings.threads(), rowsOf(spec.stored()));
  }

  private static FourRows rowsOf(Format format) {
    return switch (format) {
      case F32 -> new FloatRows();
      case F16 -> new HalfRows();
      case BF16 -> new BfloatRows();
      default -> null;
    };
  }
}
