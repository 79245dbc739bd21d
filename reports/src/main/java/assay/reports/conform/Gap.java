package assay.reports.conform;

/**
 * Checks of the level that were not made.
 *
 * @param why as one sentence or part of one
 */
public record Gap(String rung, String why, int checks) {}
