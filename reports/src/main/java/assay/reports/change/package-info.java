/**
 * Change points: what happened to a figure over time, with a rate of false alarms that the user
 * sets and that holds.
 *
 * <p>{@link assay.reports.change.ChangeDetector} looks at a whole series, {@link
 * assay.reports.change.ChangeMonitor} at one that grows. Pure functions of their input; the only
 * ones that touch text are {@link assay.reports.change.SeriesCsv} and {@link
 * assay.reports.change.FindingJson}. The way inside is {@code Analysis} (kinds in turn), {@code
 * Segmentation} (all changes of level), {@code Look} (one stretch, one change), {@code Scan} (its
 * statistic), {@code Describer} (figures and words).
 *
 * <p>Why not E-divisive, which most tools use: its p value is that of one split, chosen as the best
 * of many, of independent values. On noise it finds several times what it promises, and more the
 * longer the series and the more a value resembles the one before. Here the statistic is the
 * largest of all splits, its critical values are those of that maximum, autocorrelation is
 * estimated and allowed for, and a second test shuffles the very values at hand, which holds for
 * noise of any shape. What that buys and costs is measured by {@code
 * assay.reports.change.simulation} and told in docs/change-points.md.
 */
package assay.reports.change;
