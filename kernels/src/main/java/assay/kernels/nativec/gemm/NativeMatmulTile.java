package assay.kernels.nativec.gemm;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.util.Optional;

/** MATMUL of any stored format: W is dequantized block by block and multiplied by FMA. */
public final class NativeMatmulTile implements KernelVariant {

  private final NativeLibrary library;
  private final Tier tier;

  public NativeMatmulTile(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeMatmulTile." + tier.symbol();
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return functions(stored).isPresent();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return new TileKernel(
        "NativeMatmulTile",
        Arithmetic.FLOAT32,
        library,
        tier,
        functions(matmul.stored()).orElseThrow(),
        matmul,
        (Inputs.Matmul) inputs,
        settings.threads());
  }

  private Optional<TileFunctions> functions(Format stored) {
    return TileFunctions.float32(library, stored, tier);
  }
}
