/**
 * The run record {@code assay-run/1}: plain data, written by {@code bench}, read by every report.
 *
 * <p>Holds the raw samples, so that each figure of a report can be computed again. New fields may
 * come; none changes meaning.
 */
package assay.reports.record;
