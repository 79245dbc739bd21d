package assay.kernels.nativec.dequant;

import assay.kernels.DequantSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;

/** Decodes a tensor of any format to F32, F16 or BF16, as the codecs do to the bit. */
public final class NativeDequant implements KernelVariant {

  private final NativeLibrary library;
  private final Tier tier;

  public NativeDequant(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeDequant." + tier.symbol();
  }

  @Override
  public Support supports(Spec spec) {
    return spec instanceof DequantSpec ? Support.yes() : Support.no("it is a dequant kernel");
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new DequantKernel(
        library, tier, (DequantSpec) spec, (Inputs.Dequant) inputs, settings.threads());
  }
}
