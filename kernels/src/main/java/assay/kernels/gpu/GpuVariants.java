package assay.kernels.gpu;

import assay.kernels.KernelVariant;
import assay.kernels.gpu.attention.GpuAttentionSplit;
import assay.kernels.gpu.attention.GpuAttentionTile;
import assay.kernels.gpu.dequant.GpuDequant;
import assay.kernels.gpu.matmul.GpuMatmulFma;
import assay.kernels.gpu.matmul.GpuMatmulMma;
import assay.kernels.gpu.matmul.GpuMatmulWgmma;
import assay.kernels.gpu.matvec.GpuMatvecFloat;
import assay.kernels.gpu.matvec.GpuMatvecInt8;
import java.util.List;
import java.util.function.Function;

/** Every strategy on GPUs, best first within an operation. A new one is a line here. */
final class GpuVariants {

  private static final List<Function<GpuSession, KernelVariant>> STRATEGIES =
      List.of(
          GpuAttentionTile::new,
          GpuAttentionSplit::new,
          GpuMatvecInt8::new,
          GpuMatvecFloat::new,
          GpuMatmulWgmma::new,
          GpuMatmulMma::new,
          GpuMatmulFma::new,
          GpuDequant::new);

  private GpuVariants() {}

  static List<KernelVariant> all(GpuSession session) {
    return STRATEGIES.stream().map(strategy -> strategy.apply(session)).toList();
  }
}
