/**
 * DEQUANT by the Vector API: row decoders over contiguous chunks, one share per thread.
 *
 * <p>Listed in {@code VectorVariants}; the arithmetic lives in {@code vector.decode}.
 */
package assay.kernels.vector.dequant;
