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

/**
 * MATMUL of a W in BF16 with activations rounded to BF16, by dot products of pairs with float32
 * sums.
 *
 * <p>A model that is stored in BF16 was trained with activations of that precision, so this is what
 * its own framework computes, and ggml; the rounding shows in the accuracy of the record. Where the
 * instructions know no subnormal numbers, those count as 0.
 */
public final class NativeMatmulBf16 implements KernelVariant {

  /** For so few {@code NativeMatmulRows} is twice as fast, and rounds nothing. */
  private static final int FEW_COLUMNS = 3;

  private final NativeLibrary library;
  private final Tier tier;

  public NativeMatmulBf16(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeMatmulBf16." + tier.symbol();
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
  public boolean preferredFor(Spec spec) {
    return !tier.isUntried() && ((MatmulSpec) spec).n() > FEW_COLUMNS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return new TileKernel(
        "NativeMatmulBf16",
        Arithmetic.roundingActivations(Format.BF16),
        library,
        tier,
        functions(matmul.stored()).orElseThrow(),
        matmul,
        (Inputs.Matmul) inputs,
        settings.threads());
  }

  private Optional<TileFunctions> functions(Format stored) {
    return TileFunctions.bfloat16(library, stored, tier);
  }
}
