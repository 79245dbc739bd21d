package assay.reports.sample;

import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A made-up device beside the made-up CPU of {@link SampleRun}; every figure is synthetic. */
public final class SampleDevice {

  public static final RunRecord.Accelerator DEVICE =
      new RunRecord.Accelerator("cuda0", "Pretend GPU 9000", "0000:01:00.0", 16L << 30, 32L << 20);

  public static final String NAME = "Pretend GPU 9000 (cuda0)";

  private SampleDevice() {}

  /** The standard run's cases and as many on the device, by two backends. */
  public static RunRecord besideTheHost() {
    List<CaseRecord> cases = new ArrayList<>();
    for (CaseRecord each : SampleRun.standard().cases()) {
      if (each.key().backend().equals("vector")) {
        cases.add(each);
        cases.add(onDevice(faster(each, 25), "cuda", "cold", "f16"));
        cases.add(onDevice(faster(each, 20), "blas-of-maker", "cold", "f16"));
      }
    }
    return of(cases);
  }

  private static CaseRecord faster(CaseRecord of, double factor) {
    return SampleCase.withForks(
        of,
        of.forks().stream()
            .map(fork ->
                new assay.reports.record.ForkRecord(
                    fork.round(),
                    fork.startedAt(),
                    fork.prepareNanos(),
                    fork.warmup(),
                    fork.iterations().stream()
                        .map(one ->
                            new assay.reports.record.ForkRecord.Iteration(
                                Math.round(one.operations() * factor), one.nanos()))
                        .toList(),
                    null,
                    Map.of("launch.nanos", Reading.of(4300.0, "ns", "fixture")),
                    ""))
            .toList());
  }

  /**
   * @param multiplies the type of the factors
   */
  public static CaseRecord onDevice(
      CaseRecord of, String backend, String cache, String multiplies) {
    Key key = of.key();
    CaseRecord moved =
        SampleCase.withKey(of, new Key(key.spec(), backend, "", "cuda0", 1, cache, key.fill()));
    return new CaseRecord(
        moved.id(),
        moved.key(),
        moved.origins(),
        moved.work(),
        moved.status(),
        new CaseRecord.Execution(
            "PretendKernel",
            "sm_999",
            Map.of("multiplies", multiplies, "submission", "graph of 64")),
        moved.forks(),
        moved.accuracy(),
        moved.energy());
  }

  /** A run of these cases with the ceilings of both chips. */
  public static RunRecord of(List<CaseRecord> cases) {
    RunRecord run = SampleRun.of(cases, "AMD EPYC 7763 64-Core Processor");
    List<Ceiling> ceilings = new ArrayList<>(run.ceilings());
    ceilings.add(ceiling("fma.f32", "FMA, f32", 20e12, "flop/s"));
    ceilings.add(ceiling("matmul.f16", "matmul of the vendor's library, f16", 80e12, "flop/s"));
    ceilings.add(ceiling("matmul.i8", "matmul of the vendor's library, i8", 160e12, "op/s"));
    ceilings.add(ceiling("read.memory", "read bandwidth, memory", 900e9, "B/s"));
    ceilings.add(ceiling("copy.memory", "copy bandwidth, memory", 800e9, "B/s"));
    ceilings.add(ceiling("read.L2", "read bandwidth, L2", 3e12, "B/s"));
    ceilings.add(ceiling("launch", "launch of an empty kernel", 6e-6, "s"));
    var backend =
        new RunRecord.BackendRecord(
            "cuda",
            "a made-up GPU",
            List.of("cuda0"),
            Reading.of("0", "", "fixture"),
            List.of(DEVICE));
    return new RunRecord(
        run.schema(),
        run.tool(),
        run.invocation(),
        run.jvm(),
        run.machine(),
        List.copyOf(ceilings),
        List.of(run.backends().getFirst(), backend),
        run.cases());
  }

  private static Ceiling ceiling(String id, String label, double best, String unit) {
    return new Ceiling(id, label, "cuda0", 1, Reading.of(best, unit, "fixture"), List.of(best));
  }
}
