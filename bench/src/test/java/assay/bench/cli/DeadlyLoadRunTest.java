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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a peer that nobody can load and live. */
class DeadlyLoadRunTest {

  @TempDir private Path folder;

  private AssayProcess start(DeadlyLoad load, String... arguments)
      throws IOException, InterruptedException {
    Path libraries = Files.createDirectory(folder.resolve("libraries-" + load));
    return AssayProcess.start(
        folder, List.of("env", "ASSAY_BLAS=" + load.compile(libraries)), arguments);
  }

  private AssayProcess run(DeadlyLoad load) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run", "--no-ceilings", "--out", load.name()));
    arguments.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    arguments.addAll(List.of("--timeout", "8", "--spec", "matmul:f32*f32:m32,n2,k16"));
    arguments.addAll(List.of("--backend", "vector", "--backend", "blas"));
    return start(load, arguments.toArray(String[]::new));
  }

  private static CaseRecord.Status status(RunRecord run, String backend) {
    return run.cases().stream()
        .filter(one -> one.key().backend().equals(backend))
        .findFirst()
        .orElseThrow()
        .status();
  }

  /** Side by side, since one of them waits for most of its time. */
  @Test
  void theRunGoesOn() throws IOException, InterruptedException {
    Map<DeadlyLoad, AssayProcess> runs = new EnumMap<>(DeadlyLoad.class);
    for (DeadlyLoad load : List.of(DeadlyLoad.HANG, DeadlyLoad.ABORT, DeadlyLoad.SEGFAULT)) {
      runs.put(load, run(load));
    }
    for (Map.Entry<DeadlyLoad, AssayProcess> one : runs.entrySet()) {
      AssayProcess assay = one.getValue();
      assertEquals(ExitCode.INCONCLUSIVE, assay.await(), assay.output());
      RunRecord run = new RunStore().read(folder.resolve(one.getKey().name()));
      assertNotNull(run.invocation().finishedAt());
      CaseRecord.Status blas = status(run, "blas");
      assertEquals(State.UNSUPPORTED, blas.state());
      assertTrue(blas.reasons().getFirst().startsWith(one.getKey().reason()), blas.toString());
      State vector = status(run, "vector").state();
      assertTrue(vector == State.VALID || vector == State.MISTRUSTED, vector.toString());
    }
  }

  @Test
  void backendsAreListed() throws IOException, InterruptedException {
    AssayProcess assay = start(DeadlyLoad.ABORT, "backends");
    assertEquals(ExitCode.OK, assay.await(), assay.output());
    String output = "\n" + assay.output();
    KnownBackends.ids().forEach(id -> assertTrue(output.contains("\n" + id + " "), output));
    assertTrue(output.contains("not available: " + DeadlyLoad.ABORT.reason()), output);
  }
}
