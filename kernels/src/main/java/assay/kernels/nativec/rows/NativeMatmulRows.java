package assay.kernels.nativec.rows;

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
 * MATMUL of any stored format with one to three columns, straight from the stored rows.
 *
 * <p>F32, F16 and BF16 are widened as they are loaded; other formats are decoded piece by piece.
 */
public final class NativeMatmulRows implements KernelVariant {

  /** {@code MAX_COLUMNS} in C: for more, a block of W is worth decoding once. */
  private static final int MAX_COLUMNS = 3;

  private final NativeLibrary library;
  private final Tier tier;

  public NativeMatmulRows(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeMatmulRows." + tier.symbol();
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return function(stored).isPresent();
  }

  @Override
  public Support supports(Spec spec) {
    long n = ((MatmulSpec) spec).n();
    return n <= MAX_COLUMNS
        ? Support.yes()
        : Support.no("n must be at most %d, not %d".formatted(MAX_COLUMNS, n));
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return new RowsKernel(
        library,
        tier,
        function(matmul.stored()).orElseThrow(),
        matmul,
        (Inputs.Matmul) inputs,
        settings.threads());
  }

  private Optional<RowsFunction> function(Format stored) {
    return RowsFunction.of(library, stored, tier);
  }
}
