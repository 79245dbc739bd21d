/**
 * What a GPU can do at most, measured by kernels that do nothing else.
 *
 * <p>Called by {@link assay.kernels.gpu.GpuBackend}; what the maker's own matrix multiply reaches
 * is in {@code assay.kernels.gpu.blaslt}. Never run on silicon yet.
 */
package assay.kernels.gpu.ceiling;
