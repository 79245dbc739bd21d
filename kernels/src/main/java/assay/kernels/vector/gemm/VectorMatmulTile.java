package assay.kernels.vector.gemm;

import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;

/** Prefill in any stored format: W is dequantized to float32 tiles and multiplied by FMA. */
public final class VectorMatmulTile implements KernelVariant {

  @Override
  public String name() {
    return "VectorMatmulTile";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return GemmBlocking.fits(matmul, GemmTiles.forThisMachine().vectors())
        ? Support.yes()
        : Support.no("k = %d is too deep for one packed panel".formatted(matmul.k()));
  }

  /** One token alone uses each decoded weight once: the matvec kernels multiply it on the spot. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof MatmulSpec matmul && matmul.n() > 1;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new TiledMatmul(
        name(),
        (MatmulSpec) spec,
        (Inputs.Matmul) inputs,
        GemmTiles.forThisMachine(),
        settings.threads());
  }
}
