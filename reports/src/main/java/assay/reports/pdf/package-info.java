/**
 * The report as a PDF on A4: findings, machine, charts as vectors, tables of all cases.
 *
 * <p>Set in Liberation Sans, embedded as a subset. Characters that it lacks are written as a
 * question mark, as a PDF viewer has no other font to fall back to.
 */
package assay.reports.pdf;
