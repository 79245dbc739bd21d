package assay.kernels.nativec;

import assay.kernels.KernelVariant;
import assay.kernels.nativec.attention.NativeAttentionBlocked;
import assay.kernels.nativec.attention.NativeAttentionSplit;
import assay.kernels.nativec.dequant.NativeDequant;
import assay.kernels.nativec.gemm.NativeMatmulBf16;
import assay.kernels.nativec.gemm.NativeMatmulTile;
import assay.kernels.nativec.int8.NativeMatmulInt8;
import assay.kernels.nativec.rows.NativeMatmulRows;
import java.util.List;
import java.util.function.BiFunction;

/** Every strategy in C, best first within an operation. A new one is a line here. */
final class NativeVariants {

  private static final List<BiFunction<NativeLibrary, Tier, KernelVariant>> STRATEGIES =
      List.of(
          NativeMatmulInt8::new,
          NativeMatmulBf16::new,
          NativeMatmulRows::new,
          NativeMatmulTile::new,
          NativeAttentionBlocked::new,
          NativeAttentionSplit::new,
          NativeDequant::streaming,
          NativeDequant::cached);

  private NativeVariants() {}

  /** Each strategy at each tier of the library, the best tier first. */
  static List<KernelVariant> all(NativeLibrary library) {
    return library.tiers().stream()
        .flatMap(tier -> STRATEGIES.stream().map(strategy -> strategy.apply(library, tier)))
        .toList();
  }
}
