/** MATMUL of a few tokens by portable kernels: each weight is read once. */
package assay.kernels.compute.matvec;
