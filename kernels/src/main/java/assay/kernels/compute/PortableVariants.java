package assay.kernels.compute;

import assay.kernels.KernelVariant;
import assay.kernels.compute.dequant.PortableDequant;
import java.util.List;
import java.util.function.Function;

/** Every portable strategy, best first within an operation. A new one is a line here. */
public final class PortableVariants {

  private static final List<Function<ComputeDevice, KernelVariant>> STRATEGIES =
      List.of(PortableDequant::new);

  private PortableVariants() {}

  public static List<KernelVariant> all(ComputeDevice device) {
    return STRATEGIES.stream().map(strategy -> strategy.apply(device)).toList();
  }
}
