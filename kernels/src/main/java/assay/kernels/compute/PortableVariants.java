package assay.kernels.compute;

import assay.kernels.KernelVariant;
import assay.kernels.compute.attention.PortableAttention;
import assay.kernels.compute.dequant.PortableDequant;
import assay.kernels.compute.matmul.PortableMatmul;
import assay.kernels.compute.matmul.PortableMatmulInt8;
import assay.kernels.compute.matvec.PortableMatvec;
import assay.kernels.compute.matvec.PortableMatvecInt8;
import assay.kernels.compute.matvec.PortableMatvecSubgroup;
import java.util.List;
import java.util.function.Function;

/** Every portable strategy, best first within an operation. A new one is a line here. */
public final class PortableVariants {

  private static final List<Function<ComputeDevice, KernelVariant>> STRATEGIES =
      List.of(
          PortableAttention::new,
          PortableMatvecInt8::new,
          PortableMatvecSubgroup::new,
          PortableMatvec::new,
          PortableMatmulInt8::new,
          PortableMatmul::new,
          PortableDequant::new);

  private PortableVariants() {}

  public static List<KernelVariant> all(ComputeDevice device) {
    return STRATEGIES.stream().map(strategy -> strategy.apply(device)).toList();
  }
}
