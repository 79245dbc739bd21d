package assay.reports.history;

/**
 * What each fork measured in one point of a series.
 *
 * @param series its key
 * @param run place in {@link History#runs}
 * @param values at least one, in the metric's unit
 */
public record Forks(String series, int run, double[] values) {}
