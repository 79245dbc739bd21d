/**
 * Figures of a run, computed from its raw samples: speed with intervals, latency percentiles, share
 * of the measured ceiling, comparisons and the sentences that say what was found.
 *
 * <p>Charts and pages call it and compute nothing themselves. Pure functions of a {@link
 * assay.reports.record.RunRecord}: no files, no clock, and every random draw is seeded, so the same
 * record always gives the same figures.
 */
package assay.reports.summary;
