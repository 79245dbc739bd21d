/**
 * NVIDIA's management library, {@code libnvidia-ml.so.1}, which comes with the driver; the only
 * package of this room that calls into native code.
 *
 * <p>The library is opened by its full path from folders of the system, or where the user names it,
 * and never from the working directory. Each function is looked up when it is called, so that a
 * driver that lacks one still answers all others; what it refuses becomes a {@link
 * assay.probe.Reading} with the reason. Structures and codes are those of {@code nvml.h} of API 13.
 *
 * <p>Called by {@link assay.probe.gpu} and by {@link assay.probe.Probe}. Nothing here changes a
 * setting of a device.
 */
package assay.probe.nvml;
