package assay.reports.history;

import assay.probe.Machine;
import assay.probe.MachineJson;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleMachine;
import assay.reports.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Made-up runs for histories; every figure in them is synthetic. */
public final class HistoryRuns {

  private HistoryRuns() {}

  /** Two cases; {@code nanos} is what the first took. */
  public static RunRecord run(String id, String startedAt, double nanos) {
    SampleCase make = new SampleCase(id.hashCode());
    return with(
        id,
        startedAt,
        List.of(
            make.matmul("q4_K", 4096, 1, 4096, "vector", nanos, 1e-6),
            make.dequant("q8_0", 4096, 4096, "vector", 2e6, 0)));
  }

  public static RunRecord with(String id, String startedAt, List<CaseRecord> cases) {
    return renamed(
        SampleRun.of(cases, "AMD EPYC 7763 64-Core Processor"), id, startedAt, startedAt);
  }

  public static RunRecord renamed(RunRecord of, String id, String startedAt, String finishedAt) {
    RunRecord.Invocation was = of.invocation();
    return new RunRecord(
        of.schema(),
        of.tool(),
        new RunRecord.Invocation(
            id,
            startedAt,
            finishedAt,
            was.profile(),
            was.seed(),
            was.plannedForks(),
            was.commandLine(),
            was.environment()),
        of.jvm(),
        of.machine(),
        of.ceilings(),
        of.backends(),
        of.cases());
  }

  public static RunRecord on(RunRecord of, Machine machine) {
    return new RunRecord(
        of.schema(),
        of.tool(),
        of.invocation(),
        of.jvm(),
        machine,
        of.ceilings(),
        of.backends(),
        of.cases());
  }

  /** The sample machine with a text in its JSON replaced. */
  public static Machine machine(String from, String to) {
    String json = MachineJson.write(SampleMachine.named("CPU"));
    if (!json.contains(from)) {
      throw new IllegalArgumentException(from + " is not in " + json);
    }
    return MachineJson.read(json.replace(from, to));
  }

  /** Forks of iterations that all took {@code nanos} an operation. */
  public static CaseRecord steady(CaseRecord of, int forks, double nanos) {
    var iteration = new ForkRecord.Iteration(1000, Math.round(1000 * nanos));
    List<ForkRecord> made =
        java.util.stream.IntStream.range(0, forks)
            .mapToObj(round ->
                new ForkRecord(
                    round,
                    "2026-03-04T10:00:00Z",
                    1,
                    List.of(),
                    List.of(iteration, iteration),
                    null,
                    Map.of(),
                    ""))
            .toList();
    return SampleCase.withForks(of, made);
  }

  public static CaseRecord withEnergy(CaseRecord of, double joules) {
    return new CaseRecord(
        of.id(),
        of.key(),
        of.origins(),
        of.work(),
        of.status(),
        of.execution(),
        of.forks(),
        of.accuracy(),
        Reading.of(joules, "J", "fixture"));
  }

  public static CaseRecord named(CaseRecord of, String id) {
    return new CaseRecord(
        id,
        of.key(),
        of.origins(),
        of.work(),
        of.status(),
        of.execution(),
        of.forks(),
        of.accuracy(),
        of.energy());
  }

  /** The folder of a run, as {@code assay run} leaves it. */
  public static Path write(RunRecord run, Path folder) throws IOException {
    new RunStore().write(run, folder);
    return folder;
  }
}
