package assay.kernels.blas;

import assay.kernels.binding.SharedLibrary;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The function that multiplies BF16 matrices into a float32 one. Both libraries that have one gave
 * it the parameters of {@code cblas_sgemm}, with 16-bit elements in A and B.
 *
 * @param variant name for records
 */
record BlasHalfGemm(String variant, MemorySegment function) {

  /** OpenBLAS, where it was built with {@code BUILD_BFLOAT16=1}; some others took up the name. */
  private static final String OPENBLAS = "cblas_sbgemm";

  private static final String MKL = "cblas_gemm_bf16bf16f32";

  static Optional<BlasHalfGemm> of(SharedLibrary library) {
    return named(library, OPENBLAS, "CblasSbgemm")
        .or(() -> named(library, MKL, "CblasGemmBf16bf16f32"));
  }

  private static Optional<BlasHalfGemm> named(SharedLibrary library, String symbol, String name) {
    return library.find(symbol).map(function -> new BlasHalfGemm(name, function));
  }

  /** Why a library without one cannot multiply BF16. */
  static String absence(String file) {
    return "%s exports neither %s (OpenBLAS built with BUILD_BFLOAT16=1) nor %s (oneMKL)"
        .formatted(file, OPENBLAS, MKL);
  }
}
