/**
 * Portable kernels by OpenCL 1.2 and newer: backend {@code opencl}.
 *
 * <p>Bound by {@code java.lang.foreign} to the system's {@code libOpenCL.so.1}, the loader, which
 * finds the drivers. A binding of a third party would bring nothing but the names of forty
 * functions, and a shared library of its own that would have to be unpacked and trusted.
 *
 * <p>{@link assay.kernels.opencl.OpenClDriver} lists devices, {@link
 * assay.kernels.opencl.OpenClDevice} is what {@code assay.kernels.compute} runs kernels on. Kernels
 * are compiled when they are first needed and kept as the driver's binaries. Those that make sense
 * on OpenCL alone lie in {@code kernels/src/main/opencl}.
 *
 * <p>Drivers are foreign code in this process: one that crashes while it is loaded takes the
 * process along, so a child tries first (see {@code assay.bench.fork.PeerTrial}).
 */
package assay.kernels.opencl;
