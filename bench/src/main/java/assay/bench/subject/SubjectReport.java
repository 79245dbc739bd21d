package assay.bench.subject;

import assay.probe.Reading;
import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.Telemetry;
import java.util.List;
import java.util.Map;

/**
 * What the inside of a fork knows beside JMH's iterations.
 *
 * @param status of this fork
 * @param execution null when preparing failed
 * @param accuracy null when nothing ran to its end
 * @param batch operations in one JMH invocation; iterations count invocations
 * @param latency null when nothing was timed
 * @param telemetry null when no sensor was asked
 * @param excluded why each measured iteration is no evidence, or ""; empty when nobody knows
 */
public record SubjectReport(
    CaseRecord.Status status,
    CaseRecord.Execution execution,
    Accuracy accuracy,
    long prepareNanos,
    int batch,
    ForkRecord.Latency latency,
    Map<String, Reading<Double>> hardware,
    Telemetry telemetry,
    List<String> excluded) {

  /** Nothing was measured, for this reason. */
  public static SubjectReport failed(CaseRecord.State state, String reason) {
    return new SubjectReport(
        new CaseRecord.Status(state, List.of(reason)),
        null,
        null,
        0,
        1,
        null,
        Map.of(),
        null,
        List.of());
  }
}
