package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.faulty.MisbehavingBlas;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a peer that kills the process it is in, in a shell that allows cores. */
class MisbehavingPeerRunTest {

  @TempDir private Path libraries;
  @TempDir private Path folder;

  private Path library;

  @BeforeEach
  void compile() throws IOException, InterruptedException {
    library = MisbehavingBlas.compile(libraries);
  }

  private AssayProcess run(MisbehavingBlas... misbehaviours) throws IOException {
    List<String> shell =
        List.of(
            "env",
            "ASSAY_BLAS=" + library,
            "sh",
            "-c",
            "ulimit -c $(ulimit -H -c); exec \"$0\" \"$@\"");
    List<String> arguments = new ArrayList<>(List.of("run", "--no-ceilings", "--out", "run"));
    arguments.addAll(List.of("--forks", "1", "--threads", "1", "--cache", "hot"));
    arguments.addAll(List.of("--backend", "vector", "--backend", "blas"));
    for (MisbehavingBlas one : misbehaviours) {
      arguments.addAll(List.of("--spec", one.spec()));
    }
    return AssayProcess.start(folder, shell, arguments.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".out"))
          .toList();
    }
  }

  @Test
  void aCrashIsInconclusiveAndLeavesNothingBehind() throws IOException {
    AssayProcess assay = run(MisbehavingBlas.SEGFAULT, MisbehavingBlas.ABORT);
    assertEquals(ExitCode.INCONCLUSIVE, assay.await(), assay.output());
    assertEquals(List.of("run"), files());
    RunRecord record = assertOthersAreRight();
    assertStates(record, State.CRASHED);
    assertTrue(assay.output().contains("CRASHED"), assay.output());
  }

  @Test
  void aWriteBeyondTheOutputFailsTheRun() throws IOException {
    AssayProcess assay = run(MisbehavingBlas.OVERRUN);
    assertEquals(ExitCode.FAIL, assay.await(), assay.output());
    assertStates(assertOthersAreRight(), State.WRONG);
    String report = Files.readString(folder.resolve("run").resolve("report.html"));
    assertTrue(report.contains(MisbehavingBlas.OVERRUN.reason()));
  }

  private RunRecord assertOthersAreRight() {
    RunRecord record = new RunStore().read(folder.resolve("run"));
    assertNotNull(record.invocation().finishedAt());
    for (CaseRecord one : of(record, "vector")) {
      State state = one.status().state();
      assertTrue(state == State.VALID || state == State.MISTRUSTED, one.status().toString());
    }
    return record;
  }

  private static void assertStates(RunRecord record, State state) {
    for (CaseRecord one : of(record, "blas")) {
      assertEquals(state, one.status().state(), one.status().toString());
    }
  }

  private static List<CaseRecord> of(RunRecord record, String backend) {
    List<CaseRecord> cases =
        record.cases().stream().filter(one -> one.key().backend().equals(backend)).toList();
    assertTrue(!cases.isEmpty(), backend);
    return cases;
  }
}
