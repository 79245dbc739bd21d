package assay.kernels.vector;

import assay.kernels.KernelVariant;
import assay.kernels.vector.attention.VectorAttentionBlocked;
import assay.kernels.vector.attention.VectorAttentionSplit;
import assay.kernels.vector.dequant.VectorDequant;
import assay.kernels.vector.gemm.VectorMatmulTile;
import assay.kernels.vector.matvec.VectorMatmulFourRows;
import assay.kernels.vector.matvec.VectorMatmulInterleaved;
import assay.kernels.vector.matvec.VectorMatmulRowDot;
import java.util.List;

/** Every vector kernel; best first within an operation. A new one is a line here. */
final class VectorVariants {

  private VectorVariants() {}

  static List<KernelVariant> all() {
    return List.of(
        new VectorMatmulInterleaved(),
        new VectorMatmulFourRows(),
        new VectorMatmulRowDot(),
        new VectorMatmulTile(),
        new VectorAttentionBlocked(),
        new VectorAttentionSplit(),
        new VectorDequant());
  }
}
