/**
 * Results of other tools, read into {@link assay.reports.history.PointsRecord}: JMH, llama-bench
 * and google-benchmark. Each says which way its metrics get better; a figure of which nobody can
 * say that is left out, and told.
 */
package assay.reports.history.foreign;
