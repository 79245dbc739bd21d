/**
 * Devices that run portable kernels, and how a kernel is put together for any of them.
 *
 * <p>A portable kernel is written once, in {@code kernels/src/main/portable}, in a language that is
 * OpenCL C and GLSL at the same time (see {@code dialect.h} there). Here is what such a kernel may
 * expect of a device. Two packages implement {@link assay.kernels.compute.ComputeDevice}: {@code
 * assay.kernels.opencl} and {@code assay.kernels.vulkan}.
 *
 * <p>What both can do decides what this interface offers:
 *
 * <ul>
 *   <li>A buffer has no address. A kernel gets ranges of memory by number: 0 is what it writes, the
 *       others are what it reads. A range is at most {@link
 *       assay.kernels.compute.Limits#largestRange} long and begins at a multiple of {@link
 *       assay.kernels.compute.Limits#offsetAlignment}. A tensor that is longer is cut into {@link
 *       assay.kernels.compute.Rows}, each launched by itself.
 *   <li>Buffers are arrays of 32-bit words; scalars are 32 bits too, at most 32 of them.
 *   <li>What a module is compiled for is either a macro, of which each value is a module of its own
 *       ahead of time, or a number that is filled in when it is loaded ({@link
 *       assay.kernels.compute.Module}).
 *   <li>Launches that belong together are told to the device once, as a {@link
 *       assay.kernels.device.Submission}, and enqueued again and again.
 * </ul>
 *
 * <p>Sizes that have a best value for each device are {@link assay.kernels.compute.Tile}s, between
 * which {@link assay.kernels.compute.PortableWork#launchFastest} chooses by running them.
 *
 * <p>{@link assay.kernels.compute.PortableWork} puts a kernel together, {@link
 * assay.kernels.device.DeviceKernel} is what comes out of it. Variants lie in a package for each
 * operation; a new one is a class and a line in {@link assay.kernels.compute.PortableVariants}, and
 * runs on both. Nothing here knows which interface it is.
 */
package assay.kernels.compute;
