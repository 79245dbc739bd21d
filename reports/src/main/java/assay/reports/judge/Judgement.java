package assay.reports.judge;

import assay.reports.summary.Interval;
import assay.reports.summary.Metric;
import java.util.Optional;

/**
 * One metric of one case on two sides.
 *
 * @param ratio baseline's cost over contender's, above 1 when the contender is better; empty when
 *     it cannot be told
 * @param detectable the smallest ratio that this data would have told four times in five, were it
 *     the only one that differs; empty for exact metrics
 * @param reason for UNCLEAR and NOT_COMPARABLE
 */
public record Judgement(
    Metric metric,
    Verdict verdict,
    Optional<Interval> ratio,
    Optional<Double> detectable,
    String reason) {

  /** The verdict in the metric's words. */
  public String words() {
    return metric == Metric.SPEED ? verdict.words() : verdict.ofCost();
  }
}
