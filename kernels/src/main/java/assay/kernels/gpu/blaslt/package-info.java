/**
 * The matrix multiply of a GPU's own maker, cuBLASLt and hipBLASLt, as a subject beside our kernels
 * and as the ceiling that they are held against.
 *
 * <p>Called by {@link assay.kernels.gpu.GpuBackend} through {@link
 * assay.kernels.gpu.blaslt.BlasltKit}. Both libraries have the same functions under other names and
 * other numbers, which are in {@link assay.kernels.gpu.blaslt.Dialect} and nowhere else.
 */
package assay.kernels.gpu.blaslt;
