package assay.bench.subject;

import assay.bench.telemetry.Sensing;
import assay.kernels.plugin.PluginFile;
import assay.reports.record.CaseRecord;

/**
 * What one fork is to make ready and check.
 *
 * @param seed of inputs and of the sample of outputs that is checked
 * @param weights file that real rows come from; empty for the slice that ships with Assay
 * @param checkedOutputs compared with float64 truth, before and after the timed loop
 * @param lastCacheBytes that the copies of a cold case must exceed together
 * @param freivalds whether the whole result is checked too, a matmul's by Freivalds' check
 * @param plugin that the backend is in; null for a backend of Assay's
 * @param sensing how sensors are asked meanwhile
 */
public record SubjectRequest(
    CaseRecord.Key key,
    long seed,
    String weights,
    int checkedOutputs,
    long lastCacheBytes,
    boolean freivalds,
    PluginFile plugin,
    Sensing sensing) {

  public SubjectRequest {
    sensing = sensing == null ? Sensing.USUAL : sensing;
  }

  /** With sensors asked in another way. */
  public SubjectRequest with(Sensing other) {
    return new SubjectRequest(
        key, seed, weights, checkedOutputs, lastCacheBytes, freivalds, plugin, other);
  }

  /** On a backend of Assay's. */
  public SubjectRequest(
      CaseRecord.Key key,
      long seed,
      String weights,
      int checkedOutputs,
      long lastCacheBytes,
      boolean freivalds) {
    this(key, seed, weights, checkedOutputs, lastCacheBytes, freivalds, null, Sensing.USUAL);
  }
}
