/**
 * What a GPU is and what it is doing, by maker: NVIDIA's by NVML, AMD's by the files of the kernel
 * driver.
 *
 * <p>Called by {@link assay.probe.Probe} (identity), {@link assay.probe.GpuState} (the cheap
 * snapshot around each timed window) and {@link assay.probe.device}. A reader here turns units and
 * bits into those of the machine record and knows nothing of measuring.
 */
package assay.probe.gpu;
