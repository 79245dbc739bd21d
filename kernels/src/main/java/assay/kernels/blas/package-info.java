/**
 * The {@code blas} backend: float32 and BF16 matmul through a CBLAS library found on this machine.
 *
 * <p>The peer that our float kernels are measured against. Nothing is bundled: the user names a
 * library or the system's own folders are searched, never the working directory. The thread count
 * is set through the library itself or the OpenMP runtime that it is linked to; one without either
 * is refused, but for Accelerate, which takes no number and says so in the record. So are libraries
 * with 64-bit integers.
 */
package assay.kernels.blas;
