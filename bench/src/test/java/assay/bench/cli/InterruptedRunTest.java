package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.bench.SmallDisk;
import assay.bench.run.Journal;
import assay.bench.run.JournalLine;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends real runs in the middle and goes on with them. */
class InterruptedRunTest {

  private static final int FORKS = 4;

  private static final String[] RUN = {
    "run",
    "--no-ceilings",
    "--out",
    "run",
    "--seed",
    "5",
    "--forks",
    "2",
    "--threads",
    "1",
    "--cache",
    "hot",
    "--backend",
    "faulty/none",
    "--spec",
    "matmul:q8_0*f32:m48,n2,k64",
    "--spec",
    "dequant:q8_0*f32:m8,k64"
  };

  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private long forksInJournal() {
    return forksInJournal(run());
  }

  private static long forksInJournal(Path run) {
    try {
      return Files.exists(run.resolve(Journal.FILE))
          ? Journal.read(run).stream().filter(JournalLine.Forked.class::isInstance).count()
          : 0;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private void awaitForks(AssayProcess assay, int count) throws InterruptedException {
    while (forksInJournal() < count) {
      assertTrue(assay.isAlive(), assay.output());
      Thread.sleep(20);
    }
  }

  /** On a busy machine right results come with times that Assay itself does not trust. */
  private void assertMeasured(AssayProcess assay) {
    int code = assay.await();
    List<CaseRecord.State> trusted = List.of(CaseRecord.State.VALID, CaseRecord.State.MISTRUSTED);
    List<CaseRecord> cases = new RunStore().read(run()).cases();
    assertTrue(
        cases.stream().allMatch(one -> trusted.contains(one.status().state())), assay.output());
    boolean valid = cases.stream().anyMatch(one -> one.status().state() == CaseRecord.State.VALID);
    assertEquals(valid ? ExitCode.OK : ExitCode.INCONCLUSIVE, code, assay.output());
  }

  @Test
  void killedAndResumedGivesTheWholeRecord() throws Exception {
    AssayProcess first = AssayProcess.start(folder, RUN);
    awaitForks(first, 1);
    List<ProcessHandle> children = first.children();
    first.kill();
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    long before = forksInJournal();
    assertTrue(before < FORKS, "killed too late");
    List<String> lines = Files.readAllLines(run().resolve(Journal.FILE));

    AssayProcess other =
        AssayProcess.start(
            folder, List.of("env", "JAVA_TOOL_OPTIONS=-Dx=y"), "run", "--resume", "run");
    assertEquals(ExitCode.USAGE, other.await(), other.output());
    assertTrue(other.output().contains("JAVA_TOOL_OPTIONS was unset"), other.output());
    assertEquals(before, forksInJournal());

    AssayProcess second = AssayProcess.start(folder, "run", "--resume", "run");
    assertMeasured(second);
    assertEquals(FORKS, forksInJournal());
    List<String> after = Files.readAllLines(run().resolve(Journal.FILE));
    assertEquals(lines, after.subList(0, lines.size()), "what was measured stays as it was");
    RunRecord record = new RunStore().read(run());
    assertNotNull(record.invocation().finishedAt());
    assertEquals(2, record.cases().size());
    for (CaseRecord one : record.cases()) {
      assertEquals(List.of(0, 1), one.forks().stream().map(ForkRecord::round).toList());
    }
    assertFalse(Files.exists(run().resolve("scratch")));
  }

  @Test
  void ctrlCSavesWhatThereIsAndSaysHowToGoOn() throws Exception {
    // A test run in the background inherits an ignored SIGINT, which Java then ignores as well.
    List<String> prefix = List.of("env", "--default-signal=INT");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")));
    AssayProcess assay = AssayProcess.start(folder, prefix, RUN);
    awaitForks(assay, 1);
    assay.signal("INT");
    assertEquals(ExitCode.INTERRUPTED, assay.await(), assay.output());
    assertTrue(assay.output().contains("assay run --resume run"), assay.output());
    RunRecord record = new RunStore().read(run());
    assertNull(record.invocation().finishedAt());
    long measured = record.cases().stream().mapToLong(one -> one.forks().size()).sum();
    assertEquals(forksInJournal(), measured);
    assertTrue(measured >= 1 && measured < FORKS);
    assertTrue(
        record.cases().stream()
            .flatMap(one -> one.forks().stream())
            .allMatch(fork -> fork.outcome().isEmpty()),
        "the fork that was interrupted is not in the record");
  }

  @Test
  void aFullDiskIsNoInterruptionAndNoFaultOfTheCase() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(run(), 2048)) {
      AssayProcess first = AssayProcess.start(folder, onto("run/on-disk"));
      Path folderOnDisk = run().resolve("on-disk");
      while (forksInJournal(folderOnDisk) < 1) {
        assertTrue(first.isAlive(), first.output());
        Thread.sleep(20);
      }
      disk.fill();
      assertEquals(ExitCode.FAILED, first.await(), first.output());
      String said = first.output();
      assertTrue(
          said.contains("No space left on device") || said.contains("disk may be full"), said);
      assertTrue(said.contains("go on with: assay run --resume run/on-disk"), said);
      assertFalse(said.contains("interrupted"), said);
      long before = forksInJournal(folderOnDisk);
      assertTrue(before < FORKS, "filled too late");
      disk.free();
      AssayProcess second = AssayProcess.start(folder, "run", "--resume", "run/on-disk");
      second.await();
      RunRecord record = new RunStore().read(folderOnDisk);
      assertNotNull(record.invocation().finishedAt(), second.output());
      assertEquals(FORKS, forksInJournal(folderOnDisk));
      assertTrue(
          record.cases().stream()
              .flatMap(one -> one.forks().stream())
              .allMatch(fork -> fork.outcome().isEmpty()),
          "no fork was filed as crashed");
    }
  }

  private static String[] onto(String out) {
    String[] arguments = RUN.clone();
    arguments[List.of(RUN).indexOf("--out") + 1] = out;
    return arguments;
  }

  @Test
  void aRunThatAnotherProcessWritesIsLeftToIt() throws Exception {
    assertMeasured(AssayProcess.start(folder, RUN));
    try (Journal mine = Journal.resume(run())) {
      AssayProcess other = AssayProcess.start(folder, "run", "--resume", "run");
      assertEquals(ExitCode.USAGE, other.await(), other.output());
      assertTrue(other.output().contains("another Assay"), other.output());
      assertEquals(FORKS + 2, mine.lines().size());
    }
  }

  @Test
  void aFinishedRunIsResumedWithoutMeasuring() throws Exception {
    assertMeasured(AssayProcess.start(folder, RUN));
    byte[] before = Files.readAllBytes(run().resolve("run.json"));
    AssayProcess again = AssayProcess.start(folder, "run", "--resume", "run");
    assertMeasured(again);
    assertEquals(FORKS, forksInJournal());
    assertArrayEquals(before, Files.readAllBytes(run().resolve("run.json")));
  }
}
