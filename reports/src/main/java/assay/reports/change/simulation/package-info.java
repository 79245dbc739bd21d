/**
 * How often the detector cries over nothing and how soon it sees a planted step: the measurements
 * behind docs/change-points.md, for everybody to repeat with these seeds or fresh ones.
 *
 * <p>Sees the detector only as its callers do.
 */
package assay.reports.change.simulation;
