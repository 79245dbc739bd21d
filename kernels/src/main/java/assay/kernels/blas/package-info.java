/**
 * The {@code blas} backend: float32 matmul through a CBLAS library found on this machine.
 *
 * <p>The peer that float32 kernels are measured against. Nothing is bundled: the user names a
 * library or the system's own folders are searched, never the working directory. The thread count
 * is set through the library itself, so a library without such a function is refused.
 */
package assay.kernels.blas;
