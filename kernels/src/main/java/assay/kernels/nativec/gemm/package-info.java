/**
 * MATMUL in float32 for many columns of X: {@code gemm_*.c}.
 *
 * <p>A block of W in any stored format is decoded into the L2 cache and meets every panel of X
 * there; see {@code gemm.h} for the layouts and the register tile. Java decides which block of Y
 * comes next; the loops within it are C.
 */
package assay.kernels.nativec.gemm;
