/**
 * NVIDIA's management library, {@code libnvidia-ml.so.1}, which comes with the driver.
 *
 * <p>The library is opened by its full path from folders of the system, or where the user names it,
 * and never from the working directory. Each function is looked up when it is called, so that a
 * driver that lacks one still answers all others; what it refuses becomes a {@link
 * assay.probe.Reading} with the reason. Structures and codes are those of {@code nvml.h} of API 13.
 *
 * <p>{@link assay.probe.nvml.NvmlDevice} answers once, for the probe and for a GPU's state at the
 * ends of a window; {@link assay.probe.nvml.NvmlSources} gives what is sampled over time, on a
 * thread that may hang without harm. Nothing here changes a setting of a device.
 */
package assay.probe.nvml;
