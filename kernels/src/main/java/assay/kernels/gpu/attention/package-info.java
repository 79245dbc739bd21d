/**
 * ATTENTION on GPUs: variants choose a kernel of attention_*.cu, its blocks and stretches, and put
 * the cache onto the device as it is stored. Nothing is computed here.
 */
package assay.kernels.gpu.attention;
