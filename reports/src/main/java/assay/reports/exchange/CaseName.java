package assay.reports.exchange;

import assay.reports.record.CaseRecord.Key;
import assay.reports.text.Plain;

/** A case as one stable name, for tools that know benchmarks by name only. */
final class CaseName {

  private CaseName() {}

  /** {@code matmul:q4_K*f32:m4096,n1,k4096 vector cpu t2 cold gaussian}. */
  static String of(Key key) {
    String backend = key.variant().isEmpty() ? key.backend() : key.backend() + "/" + key.variant();
    return Plain.of(
        "%s %s %s t%d %s %s"
            .formatted(key.spec(), backend, key.device(), key.threads(), key.cache(), key.fill()));
  }
}
