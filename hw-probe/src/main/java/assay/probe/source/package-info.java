/**
 * Linux's own files as sources: one small class a family of sensors, finding and reading apart.
 *
 * <p>Reads only below a {@link assay.probe.Root}; what is not there has its reason.
 */
package assay.probe.source;
