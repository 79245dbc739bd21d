package assay.reports.history.foreign;

import assay.reports.history.PointsRecord;
import java.util.List;

/**
 * What a file holds.
 *
 * @param runs one for JMH and google-benchmark; llama-bench appends to one file
 * @param remarks sentences about what was guessed or left out
 */
public record Imported(List<PointsRecord> runs, List<String> remarks) {}
