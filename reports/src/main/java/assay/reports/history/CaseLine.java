package assay.reports.history;

import java.time.Instant;

/**
 * One series in a list.
 *
 * @param machine label of the kind of machine
 * @param environment label of its set-up
 * @param points VALID ones
 * @param last newest value, in the metric's unit
 * @param lastAt when its run started
 */
public record CaseLine(
    SeriesKey series,
    String machine,
    String environment,
    int points,
    double last,
    Instant lastAt) {}
