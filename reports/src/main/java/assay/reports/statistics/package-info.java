/**
 * Pure functions on samples: spreads, intervals, tests, families of tests, steadiness.
 *
 * <p>The verdicts of {@code assay.reports.judge} and the trust rules of a run call it; it knows no
 * record, no metric and no page. Forks are the independent observations everywhere, since the
 * iterations of one JVM share its compilation and memory layout. Times are judged on a logarithmic
 * scale, where twice as fast and half as fast are equally far.
 *
 * <p>Distributions and the exact distribution of Mann and Whitney's U come from Apache Commons
 * Statistics.
 */
package assay.reports.statistics;
