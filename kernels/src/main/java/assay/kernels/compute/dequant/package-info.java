/** DEQUANT by portable kernels: a tensor of any format to F32, F16 or BF16. */
package assay.kernels.compute.dequant;
