/**
 * GPUs, NPUs and other accelerators, found without their makers' libraries; what those know beyond
 * is added where they answer.
 *
 * <p>Four sources are joined by address: the PCI bus (a device counts by the table {@code
 * accelerators.ids} or by its class, never by class alone, since one maker's cards differ in it),
 * platform devices of the device tree, the kernel's device classes, and bare device files. A chip
 * that no table knows still shows up with its numbers.
 *
 * <p>Called by {@link assay.probe.Probe} only; opens no device file.
 */
package assay.probe.device;
