package assay.reports.history;

/**
 * What a series is of: one case, on one kind of machine, set up in one way, in one metric.
 *
 * @param key short name, the same in every store and for ever
 * @param machine key of the machine's {@link Fingerprint}
 * @param environment key of the environment's
 */
public record SeriesKey(
    String key,
    String caseId,
    String operation,
    String format,
    String backend,
    String device,
    String machine,
    String environment,
    Metric metric) {

  static String key(MeasuredCase each, Metric metric) {
    // Unit and direction too: a tool that changes either starts a new series.
    return Sha256.shortKey(
        String.join(
            "\n",
            each.name().id(),
            each.machine().key(),
            each.environment().key(),
            metric.name(),
            metric.unit(),
            metric.better().name()));
  }
}
