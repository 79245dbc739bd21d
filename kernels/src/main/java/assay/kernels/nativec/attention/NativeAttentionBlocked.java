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

/** Blocks of queries against blocks of keys, as small matrix products in registers. */
public final class NativeAttentionBlocked implements KernelVariant {

  /** Fewer leave more than half of a panel's lanes empty. */
  private static final int WORTHWHILE_ROWS = 32;

  private final NativeLibrary library;
  private final Tier tier;

  public NativeAttentionBlocked(NativeLibrary library, Tier tier) {
    this.library = library;
    this.tier = tier;
  }

  @Override
  public String name() {
    return "NativeAttentionBlocked." + tier.symbol();
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public Support supports(Spec spec) {
    return AttentionFunctions.supports(library, tier, (AttentionSpec) spec);
  }

  /** One query has no second panel: then only the context can be shared among threads. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof AttentionSpec attention
        && attention.n() > 1
        && AttentionData.groupRows(attention) >= WORTHWHILE_ROWS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new BlockedKernel(
        library, tier, (AttentionSpec) spec, (Inputs.Attention) inputs, settings.threads());
  }
}
