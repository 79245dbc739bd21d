/**
 * MATMUL of many tokens on GPUs: variants choose a kernel of matmul_*.cu by what the device
 * multiplies with, its tiles and the parts of k. Few tokens are {@code assay.kernels.gpu.matvec}'s.
 */
package assay.kernels.gpu.matmul;
