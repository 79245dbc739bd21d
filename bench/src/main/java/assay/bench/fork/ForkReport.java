package assay.bench.fork;

import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;

/**
 * How one fork ended; a line of the journal.
 *
 * @param execution null when nothing ran
 * @param accuracy null when nothing ran to its end
 */
public record ForkReport(
    String caseId,
    CaseRecord.Status status,
    CaseRecord.Execution execution,
    Accuracy accuracy,
    ForkRecord fork) {}
