package assay.reports.change;

/**
 * A point with which a new level begins, or a drift.
 *
 * @param at position of that point
 * @param from position where the stretch of a drift begins; {@code at} for a step
 * @param to position after the stretch of a drift
 * @param pValue of the look that found it
 */
record Split(Kind kind, int at, int from, int to, double pValue, boolean confirmed) {}
