package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An opened CBLAS library.
 *
 * @param sgemm address of {@code cblas_sgemm}
 * @param sgemv address of {@code cblas_sgemv}
 * @param half the product of BF16 matrices, where it is exported
 */
record BlasLibrary(
    BlasIdentity identity,
    BlasThreads threads,
    MemorySegment sgemm,
    MemorySegment sgemv,
    Optional<BlasHalfGemm> half) {

  /** {@code enum CBLAS_LAYOUT} and {@code CBLAS_TRANSPOSE}, the same in every implementation. */
  private static final int ROW_MAJOR = 101;

  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  private static final MethodHandle GEMM =
      Downcalls.returningNothing(
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_FLOAT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_FLOAT,
          ADDRESS,
          JAVA_INT);

  private static final MethodHandle SGEMV =
      Downcalls.returningNothing(
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_FLOAT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_FLOAT,
          ADDRESS,
          JAVA_INT);

  /**
   * Opens the first candidate that can be used.
   *
   * @throws UnusableLibraryException with the reason for each candidate
   */
  static BlasLibrary find(BlasLocator locator) throws UnusableLibraryException {
    List<Path> candidates = locator.candidates();
    if (candidates.isEmpty()) {
      throw new UnusableLibraryException(locator.notFound());
    }
    List<String> reasons = new ArrayList<>();
    for (Path candidate : candidates) {
      try {
        return open(candidate);
      } catch (UnusableLibraryException e) {
        reasons.add(e.getMessage());
      }
    }
    throw new UnusableLibraryException(String.join("; ", reasons));
  }

  private static BlasLibrary open(Path path) throws UnusableLibraryException {
    if (BlasIntegers.areNamedWide(path)) {
      throw new UnusableLibraryException(BlasIntegers.refusal(path));
    }
    SharedLibrary library = SharedLibrary.open(path, Arena.global());
    MemorySegment sgemm = library.require("cblas_sgemm");
    MemorySegment sgemv = library.require("cblas_sgemv");
    BlasVendor vendor =
        BlasVendor.of(library)
            .orElseThrow(() ->
                new UnusableLibraryException(
                    path + " exports no function that sets its thread count"));
    if (BlasIntegers.areWide(library, vendor)) {
      throw new UnusableLibraryException(BlasIntegers.refusal(path));
    }
    return new BlasLibrary(
        BlasIdentity.of(library, vendor),
        vendor.threads(library),
        sgemm,
        sgemv,
        BlasHalfGemm.of(library));
  }

  /** Y = X.W^T for row-major X (n x k), W (m x k), Y (n x m). */
  void sgemm(BlasShape shape, MemorySegment w, MemorySegment x, MemorySegment y) {
    gemm(sgemm, shape, w, x, y);
  }

  /**
   * The same product by a function with the parameters of {@code cblas_sgemm}.
   *
   * @param w of the function's element type, as X is
   * @param y float32
   */
  void gemm(
      MemorySegment function, BlasShape shape, MemorySegment w, MemorySegment x, MemorySegment y) {
    int m = shape.m();
    int k = shape.k();
    try {
      GEMM.invokeExact(
          function, ROW_MAJOR, NO_TRANSPOSE, TRANSPOSE, shape.n(), m, k, 1f, x, k, w, k, 0f, y, m);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** y = W.x for row-major W (m x k). */
  void sgemv(BlasShape shape, MemorySegment w, MemorySegment x, MemorySegment y) {
    int k = shape.k();
    try {
      SGEMV.invokeExact(sgemv, ROW_MAJOR, NO_TRANSPOSE, shape.m(), k, 1f, w, k, x, 1, 0f, y, 1);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
