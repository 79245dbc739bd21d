/**
 * Verdicts: backends against each other, runs against each other, and what a gate makes of them.
 *
 * <p>Input is summaries of runs, output are rows with a verdict each and the evidence for it.
 * Pages, charts and the command line render them; nothing here reads or writes a file.
 */
package assay.reports.judge;
