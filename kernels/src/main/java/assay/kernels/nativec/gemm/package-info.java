/**
 * MATMUL in float32, or in pairs of bfloat16, for many columns of X: {@code gemm_*}.
 *
 * <p>A block of W is decoded into the L2 cache and meets every panel of X there; see {@code gemm.h}
 * for the layouts and the register tile. Java decides which block of Y comes next; the loops within
 * it are C.
 */
package assay.kernels.nativec.gemm;
