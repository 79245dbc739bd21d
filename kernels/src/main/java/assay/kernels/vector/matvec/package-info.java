/**
 * Matrix times a few vectors: decode, where every weight is read once and memory decides.
 *
 * <p>Two strategies. {@link assay.kernels.vector.matvec.VectorMatmulInterleaved} repacks the
 * weights so that each lane owns one row; {@link assay.kernels.vector.matvec.VectorMatmulRowDot}
 * reads them as stored. Both multiply float32 activations, which are never rounded. Called only
 * through {@code VectorBackend}.
 */
package assay.kernels.vector.matvec;
