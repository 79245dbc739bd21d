package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.SmallDisk;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.record.Sustained.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real loads, left alone and ended in the middle. */
class SustainedRunTest {

  private static final int SECONDS = 20;

  /** Of those that are not ended half-way. */
  private static final int FEW_SECONDS = 10;

  /** The most that whatever ends a load may cost. */
  private static final double MOST_LOST = 10;

  @TempDir private Path folder;

  private AssayProcess start(int seconds, String variant, String... more) throws IOException {
    return start("run", List.of(), seconds, variant, more);
  }

  private AssayProcess start(
      String out, List<String> prefix, int seconds, String variant, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--sustain", seconds + "s", "--no-ceilings", "--out", out));
    arguments.addAll(List.of("--threads", "1", "--cache", "hot", "--backend", "faulty/" + variant));
    arguments.addAll(List.of("--spec", "matmul:q8_0*f32:m48,n2,k64"));
    arguments.addAll(List.of(more));
    return AssayProcess.start(folder, prefix, arguments.toArray(String[]::new));
  }

  private Path run() {
    return folder.resolve("run");
  }

  private List<String> lines() {
    return lines(run());
  }

  private static List<String> lines(Path run) {
    Path slices = run.resolve("sustained");
    if (!Files.isDirectory(slices)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(slices)) {
      List<Path> all = files.toList();
      return all.isEmpty() ? List.of() : Files.readString(all.getFirst()).lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long slices(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("{\"type\":\"slice\"")).count();
  }

  private static void awaitSlices(AssayProcess assay, Path run, int count)
      throws InterruptedException {
    while (slices(lines(run)) < count) {
      assertTrue(assay.isAlive(), assay.output());
      Thread.sleep(20);
    }
  }

  private CaseRecord record() {
    return new RunStore().read(run()).cases().getFirst();
  }

  private static List<Slice> slices(CaseRecord one) {
    return one.forks().getFirst().sustained().slices();
  }

  private static double seconds(List<Slice> slices) {
    return slices.stream().mapToDouble(Slice::seconds).sum();
  }

  /** On a busy machine right results come with slices that Assay itself does not trust. */
  private static void assertRight(CaseRecord one) {
    assertTrue(
        List.of(State.VALID, State.MISTRUSTED).contains(one.status().state()),
        one.status().toString());
    assertTrue(
        one.status().reasons().stream().allMatch(reason -> reason.startsWith("disturbed: ")),
        one.status().toString());
    assertTrue(one.accuracy().afterTiming());
    assertEquals("", one.forks().getFirst().outcome());
  }

  @Test
  void aLoadThatIsLeftAloneHasItsWholeCourse() throws Exception {
    AssayProcess assay = start(FEW_SECONDS, "none");
    assay.await();
    CaseRecord one = record();
    assertRight(one);
    assertEquals(FEW_SECONDS, one.forks().getFirst().sustained().askedSeconds());
    assertEquals(FEW_SECONDS, seconds(slices(one)), 1, assay.output());
    ForkRecord fork = one.forks().getFirst();
    long inSlices = slices(one).stream().mapToLong(Slice::operations).sum();
    long inIterations =
        Stream.of(fork.warmup(), fork.iterations())
            .flatMap(List::stream)
            .mapToLong(ForkRecord.Iteration::operations)
            .sum();
    assertEquals(inSlices, inIterations);
    assertFalse(fork.warmup().isEmpty());
    assertFalse(fork.iterations().isEmpty());
    assertTrue(assay.output().contains("1 case for 10s"), assay.output());
    assertTrue(assay.output().contains(" op/s, first minute "), assay.output());
    assertFalse(Files.exists(run().resolve("scratch")));
  }

  @Test
  void killedParentLosesAtMostTenSecondsAndResumes() throws Exception {
    AssayProcess first = start(SECONDS, "none");
    awaitSlices(first, run(), 2);
    Thread.sleep(1500);
    List<ProcessHandle> children = first.children();
    Instant killed = Instant.now();
    first.kill();
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
    List<String> kept = lines();
    assertFalse(Files.exists(run().resolve("run.json")));
    AssayProcess report = AssayProcess.start(folder, "report", "run");
    assertEquals(ExitCode.USAGE, report.await(), report.output());
    assertTrue(report.output().contains("finish it with: assay run --resume run"), report.output());

    assertResumes(killed, kept);
  }

  @Test
  void killedChildLosesAtMostTenSecondsAndResumes() throws Exception {
    AssayProcess first = start(SECONDS, "none");
    awaitSlices(first, run(), 2);
    Thread.sleep(1500);
    Instant killed = Instant.now();
    first.children().forEach(ProcessHandle::destroyForcibly);
    assertEquals(ExitCode.INCONCLUSIVE, first.await(), first.output());
    assertTrue(first.output().contains("go on with: assay run --resume run"), first.output());
    CaseRecord one = record();
    assertEquals(State.CRASHED, one.status().state());
    assertTrue(one.status().reasons().getFirst().contains("SIGKILL"), one.status().toString());
    assertEquals(slices(lines()), slices(one).size());
    assertNull(new RunStore().read(run()).invocation().finishedAt());

    assertResumes(killed, lines());
  }

  private void assertResumes(Instant killed, List<String> kept) throws Exception {
    AssayProcess second = AssayProcess.start(folder, "run", "--resume", "run");
    second.await();
    RunRecord record = new RunStore().read(run());
    assertNotNull(record.invocation().finishedAt(), second.output());
    CaseRecord one = record.cases().getFirst();
    assertRight(one);
    ForkRecord fork = one.forks().getFirst();
    assertEquals(kept, lines().subList(0, kept.size()), "what was measured stays as it was");
    List<Slice> slices = slices(one);
    List<Slice> before = slices.subList(0, (int) slices(kept));
    double ran = Duration.between(Instant.parse(fork.startedAt()), killed).toMillis() / 1e3;
    Slice last = before.getLast();
    double lost = ran - last.startSeconds() - last.seconds();
    assertTrue(lost <= MOST_LOST, "lost " + lost);
    assertEquals(SECONDS, seconds(slices), 1, "only the rest was measured");
    Slice next = slices.get(before.size());
    assertTrue(next.startSeconds() >= ran, "the hole is in the course");
    assertEquals(1, one.forks().size());
    assertFalse(fork.hardware().get(ForkRecord.LATENCY).isPresent());
  }

  @Test
  void ctrlCSavesTheCourseSoFar() throws Exception {
    AssayProcess assay = start("run", List.of("env", "--default-signal=INT"), SECONDS, "none");
    awaitSlices(assay, run(), 1);
    assay.signal("INT");
    assertEquals(ExitCode.INTERRUPTED, assay.await(), assay.output());
    assertTrue(assay.output().contains("assay run --resume run"), assay.output());
    CaseRecord one = record();
    assertEquals(State.MISTRUSTED, one.status().state());
    assertTrue(
        one.status().reasons().getFirst().matches("interrupted after \\d+s of 20s; .*"),
        one.status().toString());
    assertEquals(slices(lines()), slices(one).size());
    assertNotNull(one.execution());
    AssayProcess report = AssayProcess.start(folder, "report", "run");
    assertEquals(ExitCode.OK, report.await(), report.output());
  }

  @Test
  void aHangIsFoundByTheLackOfSlices() throws Exception {
    AssayProcess assay = start(SECONDS, "hang_later", "--timeout", "12");
    assertEquals(ExitCode.INCONCLUSIVE, assay.await(), assay.output());
    CaseRecord one = record();
    assertEquals(State.TIMEOUT, one.status().state());
    assertTrue(
        one.status().reasons().getFirst().startsWith("no slice within 12 s"),
        one.status().toString());
    assertEquals(1, slices(one).size());
  }

  @Test
  void aCrashKeepsWhatCameBefore() throws Exception {
    AssayProcess assay = start(SECONDS, "segfault_later");
    assertEquals(ExitCode.INCONCLUSIVE, assay.await(), assay.output());
    CaseRecord one = record();
    assertEquals(State.CRASHED, one.status().state());
    assertTrue(one.status().reasons().getFirst().contains("SIGSEGV"), one.status().toString());
    assertEquals(1, slices(one).size());
    assertNotNull(new RunStore().read(run()).invocation().finishedAt());
  }

  @Test
  void wrongFromTheBeginningIsNotRepeated() throws Exception {
    AssayProcess assay = start(FEW_SECONDS, "wrong");
    assertEquals(ExitCode.FAIL, assay.await(), assay.output());
    assertEquals(State.WRONG, record().status().state());
    assertEquals(0, slices(lines()));
  }

  @Test
  void wrongAtTheEndIsWrong() throws Exception {
    AssayProcess assay = start(FEW_SECONDS, "spoils_later");
    assertEquals(ExitCode.FAIL, assay.await(), assay.output());
    assertEquals(State.WRONG, record().status().state());
    assertEquals(FEW_SECONDS, seconds(slices(record())), 1);
  }

  @Test
  void aFullDiskIsNoFaultOfTheCase() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(run(), 2048)) {
      AssayProcess first = start("run/on-disk", List.of(), SECONDS, "none");
      Path onDisk = run().resolve("on-disk");
      awaitSlices(first, onDisk, 1);
      disk.fill();
      assertEquals(ExitCode.FAILED, first.await(), first.output());
      assertTrue(first.output().contains("No space left on device"), first.output());
      assertTrue(
          first.output().contains("go on with: assay run --resume run/on-disk"), first.output());
      long kept = slices(lines(onDisk));
      disk.free();
      AssayProcess second = AssayProcess.start(folder, "run", "--resume", "run/on-disk");
      second.await();
      CaseRecord one = new RunStore().read(onDisk).cases().getFirst();
      assertRight(one);
      assertEquals(SECONDS, seconds(slices(one)), 1);
      assertTrue(kept >= 1 && slices(one).size() > kept, second.output());
    }
  }

  @Test
  void garbageInTheSlicesIsToldAndTheRestCounts() throws Exception {
    AssayProcess first = start(FEW_SECONDS, "none");
    awaitSlices(first, run(), 1);
    first.kill();
    Path file;
    try (Stream<Path> files = Files.list(run().resolve("sustained"))) {
      file = files.findFirst().orElseThrow();
    }
    Files.writeString(file, Files.readString(file) + "garbage\n{\"type\":\"sl");
    AssayProcess second = AssayProcess.start(folder, "run", "--resume", "run");
    second.await();
    CaseRecord one = record();
    assertEquals(State.MISTRUSTED, one.status().state(), second.output());
    assertTrue(
        one.status().reasons().stream().anyMatch(reason -> reason.contains("1 of ")),
        one.status().toString());
    assertEquals(FEW_SECONDS, seconds(slices(one)), 1);
    assertTrue(second.output().contains("lines are left out"), second.output());
  }
}
