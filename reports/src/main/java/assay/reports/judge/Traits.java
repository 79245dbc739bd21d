package assay.reports.judge;

import assay.reports.record.CaseRecord.Key;
import assay.reports.summary.CaseSummary;
import java.util.Map;

/**
 * What cases that became slower together may have in common.
 *
 * @param backend "" where backends are compared
 * @param group as in {@code matmul decode}
 * @param shape by the letters of the spec: m, n, k, heads, context
 */
public record Traits(String backend, String group, String format, Map<String, Long> shape) {

  public static Traits of(Key key, CaseSummary any) {
    return new Traits(
        key.backend(), any.shape().group(), any.format(), any.record().work().shape());
  }
}
