/**
 * What the runs of a history foretell of the next one, and whether it came so: one run held against
 * all before it, with their scatter from run to run as the yardstick.
 *
 * <p>The gate's {@code --history} calls it. It makes the rows of a {@link
 * assay.reports.judge.Comparison}, so everything that shows comparisons and gates shows these too.
 */
package assay.reports.forecast;
