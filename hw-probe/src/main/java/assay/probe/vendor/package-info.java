/**
 * How a vendor's library is found and called, whichever vendor it is: by its full path from folders
 * of the system or where the user names it, each function looked up by name, so that one that is
 * missing takes nothing else with it.
 *
 * <p>Knows nothing of what the functions mean; see {@link assay.probe.nvml}, {@link
 * assay.probe.amdsmi} and {@link assay.probe.levelzero}.
 */
package assay.probe.vendor;
