package assay.reports.change;

import assay.reports.change.Preference.Effect;
import java.util.OptionalDouble;

/**
 * Something happened to a series.
 *
 * @param at position in the series of the first point after the change; of a drift, mode switch:
 *     where it begins
 * @param index of that point
 * @param earliest index of the first point that may be meant, with 95 % confidence
 * @param latest likewise
 * @param before level, the median of the points up to the change before; of a variance change their
 *     standard deviation; of a mode switch the more frequent level; of a drift the fitted level
 *     where it begins
 * @param after likewise of the points up to the next change; of a spike its value
 * @param relative after over before, minus 1; empty when before is 0
 * @param sigmas difference of the levels in standard deviations within them; empty when there is no
 *     scatter at all, and for a change of variance
 * @param pValue of one look, of a series without change; empty for a mode switch
 * @param confirmed whether it is an alarm even to someone who looks after every append
 * @param evidence in words
 */
public record Finding(
    String series,
    Kind kind,
    int at,
    long index,
    long earliest,
    long latest,
    double before,
    double after,
    OptionalDouble relative,
    OptionalDouble sigmas,
    OptionalDouble pValue,
    boolean confirmed,
    Effect effect,
    String evidence) {}
