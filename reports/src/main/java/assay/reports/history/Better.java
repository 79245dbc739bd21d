package assay.reports.history;

/** Which way a metric gets better. */
public enum Better {
  LOWER,
  HIGHER
}
