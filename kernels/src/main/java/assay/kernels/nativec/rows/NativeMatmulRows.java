package assay.kernels.nativec.rows;

import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
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
  public Support supports(Spec spec) {
    if (!(spec instanceof MatmulSpec matmul)) {
      return Support.no("it is a matmul kernel");
    }
    if (matmul.n() > MAX_COLUMNS) {
      return Support.no("n must be at most %d, not %d".formatted(MAX_COLUMNS, matmul.n()));
    }
    return function(matmul).isPresent()
        ? Support.yes()
        : Support.no("nothing decodes %s at %s".formatted(matmul.stored(), tier.symbol()));
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    return new RowsKernel(
        library,
        tier,
        function(matmul).orElseThrow(),
        matmul,
        (Inputs.Matmul) inputs,
        settings.threads());
  }

  private Optional<RowsFunction> function(MatmulSpec matmul) {
    return RowsFunction.of(library, matmul.stored(), tier);
  }
}
