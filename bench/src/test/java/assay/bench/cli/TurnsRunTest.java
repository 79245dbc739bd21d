package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.run.Journal;
import assay.bench.run.JournalLine;
import assay.bench.turns.Turns;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs in turns, of this build against itself. */
class TurnsRunTest {

  private static final List<String> OPTIONS =
      List.of(
          "--no-ceilings",
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
          "dequant:q8_0*f32:m8,k64");

  @TempDir private Path folder;

  @Test
  void aReplayMeasuresBothHalvesForkByFork() throws IOException {
    AssayProcess replay = start("run", "--aa", "--out", "aa");
    replay.await();
    assertTrue(replay.output().contains("The same build against itself: "), replay.output());
    Path aa = folder.resolve("aa");
    RunRecord first = new RunStore().read(aa.resolve(Turns.FIRST));
    RunRecord second = new RunStore().read(aa.resolve(Turns.SECOND));
    assertTrue(first.invocation().turns().startsWith(RunRecord.REPLAY));
    assertEquals(first.invocation().turns(), second.invocation().turns());
    assertFalse(first.invocation().id().equals(second.invocation().id()));
    assertInTurns(starts(aa.resolve(Turns.FIRST)), starts(aa.resolve(Turns.SECOND)));
  }

  /** No side is ever more than one fork ahead, whatever the order inside a turn. */
  private static void assertInTurns(List<Instant> first, List<Instant> second) {
    assertEquals(4, first.size());
    assertEquals(4, second.size());
    for (int i = 0; i + 1 < first.size(); i++) {
      assertTrue(first.get(i).isBefore(second.get(i + 1)), first + " and " + second);
      assertTrue(second.get(i).isBefore(first.get(i + 1)), first + " and " + second);
    }
  }

  private static List<Instant> starts(Path run) throws IOException {
    List<Instant> starts = new ArrayList<>();
    for (JournalLine line : Journal.read(run)) {
      if (line instanceof JournalLine.Forked forked) {
        starts.add(Instant.parse(forked.report().fork().startedAt()));
      }
    }
    return starts;
  }

  @Test
  void killedInTheMiddleItGoesOnWhereItWas() throws Exception {
    AssayProcess killed = start("run", "--aa", "--out", "aa");
    Path first = folder.resolve("aa").resolve(Turns.FIRST);
    long patience = System.nanoTime() + 60_000_000_000L;
    while (forks(first) < 1 && System.nanoTime() < patience) {
      Thread.sleep(20);
    }
    List<ProcessHandle> sides = killed.children();
    killed.kill();
    for (ProcessHandle side : sides) {
      side.onExit().get(60, java.util.concurrent.TimeUnit.SECONDS);
    }
    long kept = forks(first);
    assertTrue(kept >= 1, "something was measured before");
    AssayProcess resumed = start("run", "--aa", "--out", "aa");
    resumed.await();
    assertTrue(resumed.output().contains("going on"), resumed.output());
    RunRecord record = new RunStore().read(first);
    assertEquals(
        record.invocation().turns(),
        new RunStore().read(folder.resolve("aa").resolve(Turns.SECOND)).invocation().turns());
    assertEquals(4, forks(first));
    for (String side : List.of(Turns.FIRST, Turns.SECOND)) {
      new RunStore()
          .read(folder.resolve("aa").resolve(side))
          .cases()
          .forEach(each -> assertEquals(CaseRecord.Status.VALID, each.status(), side + each.id()));
    }
  }

  @Test
  void interruptedItSaysHowToGoOn() throws Exception {
    AssayProcess interrupted = start("run", "--aa", "--out", "aa");
    Path first = folder.resolve("aa").resolve(Turns.FIRST);
    long patience = System.nanoTime() + 60_000_000_000L;
    while (forks(first) < 1 && System.nanoTime() < patience) {
      Thread.sleep(20);
    }
    // Not SIGINT: a JVM started from a script's background job ignores it.
    interrupted.signal("TERM");
    interrupted.await();
    String output = interrupted.output();
    assertTrue(output.contains("interrupted; the same command with --out aa goes on"), output);
    assertFalse(output.contains("ended with exit code"), output);
  }

  /** A finished comparison must not be taken for that of another build or other options. */
  @Test
  void otherOptionsAreNotMeasuredIntoTheSameFolder() throws IOException {
    AssayProcess first = start("run", "--aa", "--out", "aa");
    first.await();
    AssayProcess other = start("run", "--aa", "--out", "aa", "--spec", "dequant:q8_0*f32:m16,k64");
    assertEquals(ExitCode.USAGE, other.await());
    assertTrue(other.output().contains("name another folder"), other.output());
  }

  private static long forks(Path run) {
    try {
      return starts(run).size();
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  @Test
  void whatIsNoBuildIsSaidAtOnce() throws IOException {
    AssayProcess compare =
        AssayProcess.start(folder, "compare", "--interleave", "nowhere", "neither", "--", "--aa");
    assertEquals(ExitCode.USAGE, compare.await());
    assertTrue(
        compare.output().contains("nowhere is neither a jar nor a checkout of Assay"),
        compare.output());
  }

  @Test
  void optionsThatNoRunHasEndBothSidesAndNameTheLog() throws IOException {
    String classes = System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0];
    assertNotNull(classes);
    AssayProcess replay = AssayProcess.start(folder, "run", "--aa", "--out", "aa", "--spec", "no");
    assertEquals(ExitCode.USAGE, replay.await());
    String output = replay.output();
    assertTrue(output.contains("side a ended with exit code 2: "), output);
    assertTrue(output.contains("\"no\""), output);
    assertTrue(output.contains("a.log"), output);
  }

  /** The other side must not measure everything alone first. */
  @Test
  void aSideThatIsNoAssayEndsBothBeforeAnythingIsMeasured() throws IOException {
    Path broken = java.nio.file.Files.writeString(folder.resolve("broken.jar"), "no jar");
    AssayProcess compare =
        start("compare", "--interleave", broken.toString(), broken.toString(), "--out", "x", "--");
    assertEquals(ExitCode.FAILED, compare.await());
    assertTrue(compare.output().contains("side a ended with exit code 1: "), compare.output());
    assertFalse(java.nio.file.Files.exists(folder.resolve("x").resolve("b")));
  }

  @Test
  void turnsAreNotMixedWithAnOrdinaryRun() throws IOException {
    java.nio.file.Files.createDirectories(folder.resolve("aa").resolve("logs"));
    AssayProcess replay = start("run", "--aa", "--out", "aa");
    assertEquals(ExitCode.USAGE, replay.await());
    assertTrue(replay.output().contains("aa is not empty and holds no turns"), replay.output());
  }

  private AssayProcess start(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(OPTIONS);
    return AssayProcess.start(folder, all.toArray(String[]::new));
  }
}
