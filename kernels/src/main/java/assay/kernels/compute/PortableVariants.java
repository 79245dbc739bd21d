package assay.kernels.compute;

import assay.kernels.KernelVariant;
import assay.kernels.compute.attention.PortableAttention;
import assay.kernels.compute.dequant.PortableDequant;
import assay.kernels.compute.matmul.PortableMatmul;
import assay.kernels.compute.matvec.PortableMatvec;
import java.util.List;
import java.util.function.Function;

/** Every portable strategy, best first within an operation. A new one is a line here. */
public final class PortableVariants {

  private static final List<Function<ComputeDevice, KernelVariant>> STRATEGIES =
      List.of(
          PortableAttention::new, PortableMatvec::new, PortableMatmul::new, PortableDequant::new);

  private PortableVariants() {}

  public static List<KernelVariant> all(ComputeDevice device) {
    return STRATEGIES.stream().map(strategy -> strategy.apply(device)).toList();
  }
}
