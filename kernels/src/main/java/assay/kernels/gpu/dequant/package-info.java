/** DEQUANT on GPUs: a tensor of any format to F32, F16 or BF16, bit for bit as on the host. */
package assay.kernels.gpu.dequant;
