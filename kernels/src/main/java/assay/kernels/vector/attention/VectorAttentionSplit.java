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

/** Few queries: heads and stretches of the context go to threads, and results are merged. */
public final class VectorAttentionSplit implements KernelVariant {

  @Override
  public String name() {
    return "VectorAttentionSplit";
  }

  @Override
  public Operation operation() {
    return Operation.ATTENTION;
  }

  @Override
  public Support supports(Spec spec) {
    return VectorAttentionBlocked.supports(name(), (AttentionSpec) spec);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    if (!(spec instanceof AttentionSpec attention) || !(inputs instanceof Inputs.Attention data)) {
      throw new KernelUnavailableException("vector", "%s cannot run %s".formatted(name(), spec));
    }
    return new SplitAttention(name(), new AttentionProblem(attention, data), settings.threads());
  }
}
