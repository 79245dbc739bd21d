/**
 * What is the same of every device with memory and a queue of its own, whatever interface leads to
 * it: how a backend finds devices and picks variants, how a kernel is run, how its result lies
 * between guard zones, what it holds until it is closed, and how attention is divided.
 *
 * <p>{@link assay.kernels.device.DeviceQueue} is what this needs of an interface. Used by {@code
 * assay.kernels.gpu} and {@code assay.kernels.compute}, whose {@code GpuWork} and {@code
 * PortableWork} put kernels together; it knows neither.
 */
package assay.kernels.device;
