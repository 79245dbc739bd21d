/** MATMUL of at most eight tokens, where W streams through once: {@code matvec_*.cu}. */
package assay.kernels.gpu.matvec;
