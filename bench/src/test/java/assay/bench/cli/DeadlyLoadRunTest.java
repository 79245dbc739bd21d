package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.faulty.DeadlyLoad;
import assay.bench.subject.KnownBackends;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line with a peer that nobody can load and live. */
class DeadlyLoadRunTest {

  @TempDir private Path libraries;
  @TempDir private Path folder;

  private AssayProcess start(DeadlyLoad load, String... arguments)
      throws IOException, InterruptedException {
    return AssayProcess.start(
        folder, List.of("env", "ASSAY_BLAS=" + load.compile(libraries)), arguments);
  }

  private RunRecord run(DeadlyLoad load, int exitCode, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "--no-ceilings", "--out", "run"));
    arguments.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    arguments.addAll(List.of("--spec", "matmul:f32*f32:m32,n2,k16", "--backend", "vector"));
    arguments.addAll(List.of(more));
    AssayProcess assay = start(load, arguments.toArray(String[]::new));
    assertEquals(exitCode, assay.await(), assay.output());
    RunRecord record = new RunStore().read(folder.resolve("run"));
    assertNotNull(record.invocation().finishedAt());
    return record;
  }

  private static CaseRecord.Status status(RunRecord run, String backend) {
    return run.cases().stream()
        .filter(one -> one.key().backend().equals(backend))
        .findFirst()
        .orElseThrow()
        .status();
  }

  @ParameterizedTest
  @EnumSource(names = {"ABORT", "SEGFAULT", "HANG"})
  void theRunGoesOn(DeadlyLoad load) throws IOException, InterruptedException {
    RunRecord run = run(load, ExitCode.INCONCLUSIVE, "--backend", "blas", "--timeout", "8");
    CaseRecord.Status blas = status(run, "blas");
    assertEquals(State.UNSUPPORTED, blas.state());
    assertTrue(blas.reasons().getFirst().startsWith(load.reason()), blas.toString());
    State vector = status(run, "vector").state();
    assertTrue(vector == State.VALID || vector == State.MISTRUSTED, vector.toString());
  }

  @Test
  void backendsAreListed() throws IOException, InterruptedException {
    AssayProcess assay = start(DeadlyLoad.ABORT, "backends");
    assertEquals(ExitCode.OK, assay.await(), assay.output());
    String output = assay.output();
    KnownBackends.ids().forEach(id -> assertTrue(output.contains("\n" + id + " "), output));
    assertTrue(output.contains("not available: " + DeadlyLoad.ABORT.reason()), output);
  }
}
