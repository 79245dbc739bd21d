package assay.bench.plan;

import assay.reports.record.CaseRecord;
import java.util.List;

/**
 * A case of the plan.
 *
 * @param seed of its inputs, the same in every fork and for every backend of the same spec
 * @param weights file that real rows come from; empty for other fills and for the slice that ships
 *     with Assay
 * @param refusal why it will not be measured; empty when it will
 */
public record PlannedCase(
    String id,
    CaseRecord.Key key,
    List<CaseRecord.Origin> origins,
    CaseRecord.Work work,
    long seed,
    String weights,
    String refusal) {

  public boolean isRefused() {
    return !refusal.isEmpty();
  }
}
