package assay.reports.history;

import java.time.Instant;
import java.util.List;

/**
 * What one document says that was measured.
 *
 * @param tool that measured: {@code assay}, {@code jmh}, {@code llama-bench}, {@code
 *     google-benchmark}
 * @param commit of what was measured, or "" when nobody said
 * @param jvm version, or ""
 * @param host name of the very machine, or ""; no part of any key
 */
public record MeasuredRun(
    String id,
    String tool,
    String toolVersion,
    Instant startedAt,
    String commit,
    String jvm,
    String host,
    String profile,
    List<MeasuredCase> cases)
    implements Entry {

  /** Points of all cases. */
  int points() {
    return cases.stream().mapToInt(each -> each.points().size()).sum();
  }
}
