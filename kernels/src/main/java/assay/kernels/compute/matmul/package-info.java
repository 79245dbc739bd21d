/** MATMUL of many tokens by portable kernels: tiles of both factors in local memory. */
package assay.kernels.compute.matmul;
