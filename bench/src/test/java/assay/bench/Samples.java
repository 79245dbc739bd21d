package assay.bench;

import assay.bench.fork.ForkReport;
import assay.bench.plan.CaseIds;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.plan.Profile;
import assay.probe.Machine;
import assay.probe.Probe;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import java.util.List;
import java.util.Map;

/** Small pieces of plans and runs. */
public final class Samples {

  public static final Profile TINY = new Profile("tiny", 2, 1, 3, 5, 60, 16, 1);

  private Samples() {}

  public static CaseRecord.Key key(String spec, String variant) {
    return new CaseRecord.Key(spec, "faulty", variant, "cpu", 1, "hot", "gaussian");
  }

  public static PlannedCase planned(CaseRecord.Key key) {
    var work = new CaseRecord.Work("MATMUL", "f32", Map.of(), 1000, 1000, 10);
    return new PlannedCase(CaseIds.of(key), key, List.of(), work, 7, "", "");
  }

  public static Plan plan(int cases, long seed) {
    List<PlannedCase> planned =
        java.util.stream.IntStream.range(0, cases)
            .mapToObj(i -> planned(key("matmul:f32*f32:m%d,n1,k1".formatted(i + 1), "none")))
            .toList();
    return new Plan(TINY, seed, planned);
  }

  public static ForkReport valid(String caseId, int round, double... nanosPerOp) {
    List<ForkRecord.Iteration> iterations =
        java.util.Arrays.stream(nanosPerOp)
            .mapToObj(nanos -> new ForkRecord.Iteration(100, Math.round(100 * nanos)))
            .toList();
    ForkRecord fork =
        new ForkRecord(round, "2026-01-01T00:00:00Z", 5, List.of(), iterations, null, Map.of(), "");
    return new ForkReport(caseId, CaseRecord.Status.VALID, null, null, fork);
  }

  public static Machine machine() {
    return new Probe().probe(assay.probe.Root.at(java.nio.file.Path.of("/nonexistent")));
  }

  public static Reading<Double> reading(double value) {
    return Reading.of(value, "flop/s", "test");
  }
}
