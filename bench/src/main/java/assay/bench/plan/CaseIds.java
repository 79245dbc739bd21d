package assay.bench.plan;

import assay.reports.record.CaseRecord;

/** Names cases; equal keys have equal ids in every run and on every machine. */
public final class CaseIds {

  private CaseIds() {}

  /** For instance {@code matmul:q8_0*f32:m1,n1,k32@vector/VectorMatmulTile@cpu@t2@hot@gaussian}. */
  public static String of(CaseRecord.Key key) {
    String variant = key.variant().isEmpty() ? "" : "/" + key.variant();
    return String.join(
        "@",
        key.spec(),
        key.backend() + variant,
        key.device(),
        "t" + key.threads(),
        key.cache(),
        key.fill());
  }
}
