package assay.bench.plan;

import assay.reports.record.CaseRecord;
import java.util.List;

/**
 * A case of the plan.
 *
 * @param seed of its inputs, the same in every fork and for every backend of the same spec
 * @param refusal why it will not be measured; empty when it will
 */
public record PlannedCase(
    String id,
    CaseRecord.Key key,
    List<CaseRecord.Origin> origins,
    CaseRecord.Work work,
    long seed,
    String refusal) {

  public boolean isRefused() {
    return !refusal.isEmpty();
  }
}
