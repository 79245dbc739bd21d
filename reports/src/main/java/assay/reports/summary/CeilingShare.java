package assay.reports.summary;

import assay.reports.record.Ceiling;

/**
 * How much of the binding ceiling a case reaches.
 *
 * @param share 1 at the ceiling
 */
public record CeilingShare(Ceiling ceiling, double share) {}
