package assay.bench.fork;

import assay.bench.subject.SubjectRequest;

/**
 * One load, or the rest of one.
 *
 * @param label fit for a file name, unique within a run
 * @param patienceSeconds without a slice, after which it counts as hung
 * @param file that slices are appended to
 * @param startedAt of the first operation, ISO-8601 UTC; empty when there was none yet
 * @param endSeconds of the last slice there is, since the first operation
 * @param seconds of measuring that are wanted from now on
 */
public record SustainedRequest(
    String caseId,
    String label,
    SubjectRequest subject,
    int patienceSeconds,
    String file,
    String startedAt,
    double endSeconds,
    double seconds) {}
