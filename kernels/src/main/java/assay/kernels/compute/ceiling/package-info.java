/**
 * What a device can do at most, measured by portable kernels that do nothing else.
 *
 * <p>Called by {@link assay.kernels.compute.ComputeBackend}.
 */
package assay.kernels.compute.ceiling;
