package assay.bench.plan;

import assay.kernels.plugin.PluginFile;
import assay.reports.record.CaseRecord;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case of the plan.
 *
 * @param seed of its inputs, the same in every fork and for every backend of the same spec
 * @param weights file that real rows come from; empty for other fills and for the slice that ships
 *     with Assay
 * @param plugin that the backend is in; null for a backend of Assay's
 * @param refusal why it will not be measured; empty when it will
 */
public record PlannedCase(
    String id,
    CaseRecord.Key key,
    List<CaseRecord.Origin> origins,
    CaseRecord.Work work,
    long seed,
    String weights,
    PluginFile plugin,
    String refusal) {

  /** On a backend of Assay's. */
  public PlannedCase(
      String id,
      CaseRecord.Key key,
      List<CaseRecord.Origin> origins,
      CaseRecord.Work work,
      long seed,
      String weights,
      String refusal) {
    this(id, key, origins, work, seed, weights, null, refusal);
  }

  /** Two models may share a kernel; it is measured once, and both are named. */
  PlannedCase withOriginsOf(PlannedCase other) {
    List<CaseRecord.Origin> all =
        Stream.concat(origins.stream(), other.origins.stream()).distinct().toList();
    return new PlannedCase(id, key, all, work, seed, weights, plugin, refusal);
  }

  public boolean isRefused() {
    return !refusal.isEmpty();
  }
}
