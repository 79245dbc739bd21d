package assay.bench.conform;

import assay.reports.conform.Exactness;
import assay.reports.conform.Finding;
import assay.reports.conform.Gap;
import java.util.List;

/**
 * What a probe found, or has found so far.
 *
 * @param ended false while it goes on
 * @param made checks
 */
record Outcome(
    String probe,
    boolean ended,
    int made,
    List<Gap> gaps,
    List<Finding> findings,
    List<Exactness> exactness,
    List<String> notes,
    double seconds) {}
