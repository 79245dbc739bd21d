/**
 * What {@code assay conform} found, as a record, a page and a PDF that a vendor can attach.
 *
 * <p>The record is {@code conformance.json}, schema {@code assay-conformance/1}; the other two say
 * nothing that is not in it.
 */
package assay.reports.conform;
