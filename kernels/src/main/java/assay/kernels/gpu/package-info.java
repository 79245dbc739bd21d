/**
 * The operations on GPUs: backends {@code cuda} and {@code hip}, which share everything.
 *
 * <p>{@link assay.kernels.gpu.GpuBackend} lists devices and picks variants, {@link
 * assay.kernels.gpu.GpuWork} puts a kernel together: memory, code, launches, and {@link
 * assay.kernels.device.DeviceKernel} is what comes out of it. Variants lie in a package for each
 * operation; their sources in {@code kernels/src/main/cuda}. A new one is a class and a line in
 * {@link assay.kernels.gpu.GpuVariants}.
 *
 * <p>Compiled for every device named in the documentation; never run on silicon where it says so.
 */
package assay.kernels.gpu;
