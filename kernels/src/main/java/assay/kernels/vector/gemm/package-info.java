/**
 * Prefill: {@code Y = X.W^T} for many tokens, any stored format, by dequantizing to tiles.
 *
 * <p>Laid out as BLIS does it (BSD-3, "BLIS: A Framework for Rapidly Instantiating BLAS
 * Functionality"): packing ({@link assay.kernels.vector.gemm.ActivationPanels}, {@link
 * assay.kernels.vector.gemm.WeightBlock}), loops ({@link assay.kernels.vector.gemm.MacroKernel}),
 * register tiles ({@code Tile6x4} and its like) and block sizes ({@link
 * assay.kernels.vector.gemm.GemmBlocking}) stand apart. Vectors run along n, so a decoded row of W
 * is multiplied as it lies: each weight is broadcast, and W is never transposed.
 *
 * <p>Called by the vector backend. Must not know one stored format from another: that is what
 * {@link assay.kernels.vector.decode.RowDecoder} is for.
 */
package assay.kernels.vector.gemm;
