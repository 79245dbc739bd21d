package assay.kernels.vector.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;

/** Blocks of queries against blocks of keys, as small matrix products in registers. */
public final class VectorAttentionBlocked implements KernelVariant {

  /** Fewer leave more than half of a panel's lanes empty. */
  private static final int WORTHWHILE_ROWS = 32;

  @Override
  public String name() {
    return "VectorAttentionBlocked";
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public Support supports(Spec spec) {
    return supports(name(), (AttentionSpec) spec);
  }

  static Support supports(String name, AttentionSpec spec) {
    return Math.max(spec.keyDim(), spec.valueDim()) <= AttentionProblem.MAX_DIM
        ? Support.yes()
        : Support.no("%s takes heads up to %d wide".formatted(name, AttentionProblem.MAX_DIM));
  }

  /** One query has no second panel: then only the context can be shared among threads. */
  @Override
  public boolean preferredFor(Spec spec) {
    return spec instanceof AttentionSpec attention
        && attention.n() > 1
        && attention.n() * (attention.heads() / attention.kvHeads()) >= WORTHWHILE_ROWS;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    if (!(spec instanceof AttentionSpec attention) || !(inputs instanceof Inputs.Attention data)) {
      throw new KernelUnavailableException("vector", "%s cannot run %s".formatted(name(), spec));
    }
    return new BlockedAttention(name(), new AttentionProblem(attention, data), settings.threads());
  }
}
