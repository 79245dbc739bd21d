package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.faulty.FaultyBackend;
import assay.bench.fork.ForkedJvm;
import assay.bench.fork.JvmFlags;
import assay.bench.plan.BackendChoice;
import assay.bench.plan.CaseRequest;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.plan.Planner;
import assay.bench.pretend.PretendBackend;
import assay.datasets.generate.Fill;
import assay.datasets.suite.Origin;
import assay.datasets.suite.Phase;
import assay.datasets.suite.SuiteEntry;
import assay.kernels.Backend;
import assay.kernels.Spec;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on the host and on a device beside it. */
class DeviceRunTest {

  private static final List<Backend> BACKENDS = List.of(new FaultyBackend(), new PretendBackend());

  @TempDir private Path folder;

  private RunRecord run(String... choices) throws IOException {
    var entry =
        new SuiteEntry(
            Spec.parse("matmul:f32*f32:m32,n1,k64"),
            Fill.GAUSSIAN,
            List.of(new Origin("a test", "matmul", Phase.DECODE, 0)));
    var request =
        new CaseRequest(
            List.of(entry),
            List.of(choices).stream().map(BackendChoice::parse).toList(),
            List.of(1, 2),
            List.of("hot"),
            1,
            Optional.empty());
    List<PlannedCase> cases = new Planner(BACKENDS).plan(request);
    JournalLine.Begun plain = JournalTest.begun(new Plan(Samples.TINY.withForks(1), 1, cases));
    var begun =
        new JournalLine.Begun(
            plain.schema(),
            plain.build(),
            plain.tool(),
            plain.invocation(),
            plain.jvm(),
            plain.machine(),
            Environment.backends(BACKENDS),
            plain.plan(),
            new JournalLine.Wish(true, true));
    try (Journal journal = Journal.create(folder)) {
      journal.append(begun);
      ForkedJvm jvm = new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
      return new RunSession(new RunFolder(folder), journal, jvm, Progress.SILENT, Pace.FREE).run();
    }
  }

  @Test
  void aLostDeviceAndDeadlyCeilingsCostOnlyThemselves() throws IOException {
    RunRecord record =
        run(
            "pretend/lost_in_the_loop@pretend0",
            "pretend/out_of_memory@pretend0",
            "pretend/graph@pretend2",
            "faulty/none");
    assertEquals(
        List.of(
            "pretend/lost_in_the_loop t1 CRASHED",
            "pretend/out_of_memory t1 UNSUPPORTED",
            "pretend/graph t1",
            "faulty/none t1",
            "faulty/none t2"),
        record.cases().stream()
            .map(each ->
                "%s/%s t%d%s"
                    .formatted(
                        each.key().backend(),
                        each.key().variant(),
                        each.key().threads(),
                        isMeasured(each.status().state()) ? "" : " " + each.status().state()))
            .toList());
    assertEquals(
        List.of("cpu", "pretend0", "pretend2"),
        record.ceilings().stream().map(Ceiling::device).distinct().toList());
    assertEquals(
        List.of("pretend0", "pretend1", "pretend2"),
        record.backends().getLast().accelerators().stream()
            .map(RunRecord.Accelerator::id)
            .toList());
    assertEquals(List.of(), record.backends().getFirst().accelerators());
    // What is written can be read, and says the same.
    assertEquals(record, new RunStore().read(folder));
    assertTrue(
        record.ceilings().stream()
            .filter(each -> each.device().equals("pretend0"))
            .map(Ceiling::id)
            .collect(Collectors.toSet())
            .contains("launch"));
  }

  /** How steady times are on a machine that others use as well is not this test's matter. */
  private static boolean isMeasured(State state) {
    return state == State.VALID || state == State.MISTRUSTED;
  }
}
