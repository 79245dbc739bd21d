package assay.kernels.nativec.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;

/** Few queries: heads and stretches of the context go to threads, and results are merged. */
public final class NativeAttentionSplit implements KernelVariant {

  private final NativeLibrary library;
  private final Tier tier;

  public NativeAttentionSplit(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeAttentionSplit." + tier.symbol();
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public Support supports(Spec spec) {
    return AttentionFunctions.supports(library, tier, (AttentionSpec) spec);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new SplitKernel(
        library, tier, (AttentionSpec) spec, (Inputs.Attention) inputs, settings.threads());
  }
}
