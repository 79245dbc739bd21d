/**
 * A run in the formats that CI systems read: JUnit XML, Bencher Metric Format, and the custom input
 * of github-action-benchmark.
 */
package assay.reports.exchange;
