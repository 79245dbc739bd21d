package assay.kernels.nativec.int8;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.util.Optional;

/**
 * MATMUL of a quantized W with activations rounded to Q8_0, by integer dot products.
 *
 * <p>What every CPU library does with these formats: an 8-bit dot product handles four times the
 * elements of a float32 multiply-add, and the rounding of activations shows in the accuracy of the
 * record.
 */
public final class NativeMatmulInt8 implements KernelVariant {

  private static final int X_BLOCK = 32;

  private final NativeLibrary library;
  private final Tier tier;

  public NativeMatmulInt8(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeMatmulInt8." + tier.symbol();
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
  public Support supports(Spec spec) {
    long k = ((MatmulSpec) spec).k();
    return k % X_BLOCK == 0
        ? Support.yes()
        : Support.no("k must be a multiple of %d, not %d".formatted(X_BLOCK, k));
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return !tier.isUntried();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return new Int8Kernel(
        library,
        tier,
        functions(matmul.stored()).orElseThrow(),
        matmul,
        (Inputs.Matmul) inputs,
        settings.threads());
  }

  private Optional<Int8Functions> functions(Format stored) {
    return Int8Functions.of(library, stored, tier);
  }
}
