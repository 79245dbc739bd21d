package assay.reports.history;

import java.time.Instant;

/**
 * What people say about a history: why something changed, or that a change is accepted.
 *
 * @param kind {@code release}, {@code driver}, {@code kernel}, {@code commit}, {@code hardware},
 *     {@code other} for an annotation; {@code accepted} for an acknowledgement
 * @param acknowledges whether a change here is accepted, so that a detector starts anew
 * @param at the moment it speaks of
 * @param commit it speaks of, or ""
 * @param series key of the series, or "" for all of them
 */
public record Note(
    String schema,
    String id,
    String kind,
    boolean acknowledges,
    Instant at,
    String commit,
    String series,
    String text)
    implements Entry {

  public static final String SCHEMA = "assay-note/1";

  /** Whether it speaks of this series, by itself or among all. */
  public boolean concerns(SeriesKey key) {
    return series.isEmpty() || series.equals(key.key());
  }
}
