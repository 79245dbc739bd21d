/**
 * The machine around the processor: product, firmware, operating system, hypervisor, container.
 *
 * <p>Called by {@link assay.probe.Probe} only. Nothing here is needed to run a kernel; all of it is
 * needed to say later which machine a figure came from.
 */
package assay.probe.host;
