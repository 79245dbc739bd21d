package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.CaseIds;
import assay.bench.plan.Profile;
import assay.bench.subject.Exchange;
import assay.bench.subject.SubjectRequest;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test starts a real JVM. */
class ForkLauncherTest {

  private static final String SPEC = "matmul:q8_0*f32:m48,n2,k64";

  @TempDir private Path folder;

  private Optional<Turnstile.Keeper> keeper = Optional.empty();

  private static final CaseRecord.Key COLD =
      new CaseRecord.Key(SPEC, "faulty", "none", "cpu", 1, "cold", "gaussian");

  private ForkReport run(CaseRecord.Key key, Profile profile) throws IOException {
    return run(key, profile, 1 << 20);
  }

  private ForkReport run(CaseRecord.Key key, Profile profile, long lastCache) throws IOException {
    ForkedJvm jvm = new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
    return new ForkLauncher(folder.resolve("scratch"), jvm, keeper)
        .run(request(key, profile, lastCache));
  }

  private static ForkRequest request(CaseRecord.Key key, Profile profile, long lastCache) {
    var subject = new SubjectRequest(key, 11, "", 32, lastCache, true);
    return new ForkRequest(CaseIds.of(key), 1, profile, subject);
  }

  private ForkReport run(String variant) throws IOException {
    return run(Samples.key(SPEC, variant), Samples.TINY);
  }

  @Test
  void aGoodForkBringsEverything() throws IOException, DataFormatException {
    ForkReport report = run("none");
    assertEquals(CaseRecord.Status.VALID, report.status());
    assertEquals("Reference", report.execution().kernel());
    assertEquals("", report.fork().outcome());
    assertEquals(1, report.fork().round());
    assertEquals(Samples.TINY.warmupIterations(), report.fork().warmup().size());
    assertEquals(Samples.TINY.iterations(), report.fork().iterations().size());
    for (ForkRecord.Iteration iteration : report.fork().iterations()) {
      assertTrue(iteration.operations() > 0);
      assertTrue(iteration.nanos() > 0);
    }
    assertTrue(report.fork().prepareNanos() > 0);
    assertEquals("passed", report.accuracy().freivalds());
    assertTrue(report.accuracy().afterTiming());
    assertTrue(report.accuracy().maxRelativeError() <= report.accuracy().bound());
    assertTrue(report.fork().hardware().containsKey("cpu.foreign"));
    latencyMatches(report.fork());
    try (var scratch = Files.list(folder.resolve("scratch"))) {
      assertEquals(0, scratch.count());
    }
    try (var logs = Files.list(folder.resolve("logs"))) {
      assertEquals(0, logs.count());
    }
  }

  private static void latencyMatches(ForkRecord fork) throws DataFormatException {
    byte[] bytes = Base64.getDecoder().decode(fork.latency().histogram());
    Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 1);
    assertEquals(fork.latency().count(), histogram.getTotalCount());
    long operations = fork.iterations().stream().mapToLong(ForkRecord.Iteration::operations).sum();
    assertTrue(histogram.getTotalCount() <= operations);
    double mean = fork.iterations().stream().mapToLong(ForkRecord.Iteration::nanos).sum();
    mean /= operations;
    assertTrue(histogram.getMinValue() <= mean, histogram.getMinValue() + " <= " + mean);
  }

  @Test
  void aForkAsksBeforeEachIterationAndBeforeTheLastCheck() throws IOException {
    List<Long> asked = new ArrayList<>();
    keeper = Optional.of(() -> asked.add(System.nanoTime()));
    ForkReport report = run("none");
    assertEquals(CaseRecord.Status.VALID, report.status());
    assertEquals(Samples.TINY.iterations() + 1, asked.size());
    for (int i = 0; i < Samples.TINY.iterations(); i++) {
      long between = asked.get(i + 1) - asked.get(i);
      assertTrue(between >= report.fork().iterations().get(i).nanos(), i + ": " + between);
    }
  }

  /** The other side may take its time, or hang until its own is over. */
  @Test
  void waitingIsNoFaultOfTheFork() throws IOException {
    keeper = Optional.of(() -> sleep(2500));
    Profile profile = Samples.TINY.withTimeoutSeconds(6);
    assertTrue(profile.iterations() * 2.5 > 6);
    assertEquals(CaseRecord.Status.VALID, run(Samples.key(SPEC, "none"), profile).status());
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new ForkInterruptedException();
    }
  }

  /** Its question is answered late, and nobody waits for ever. */
  @Test
  void aForkThatDiesBetweenStretchesIsReported() throws IOException {
    keeper =
        Optional.of(
            () -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly));
    assertEquals(State.CRASHED, run("none").status().state());
  }

  /** Its parent is gone: that the fork gives up then says nothing of its case. */
  @Test
  void aForkThatGotNoAnswerIsNotReported() {
    keeper =
        Optional.of(() -> {
          throw new ForkInterruptedException();
        });
    assertThrows(ForkInterruptedException.class, () -> run("none"));
  }

  @Test
  void noSocketStaysBehind() throws IOException {
    Set<Path> before = sockets();
    keeper = Optional.of(() -> {});
    run("none");
    assertEquals(before, sockets());
  }

  private static Set<Path> sockets() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(each -> Files.exists(each.resolve("turnstile")))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void coldRotatesCopiesAndSaysHowMany() throws IOException {
    ForkReport report = run(COLD, Samples.TINY);
    assertEquals(CaseRecord.Status.VALID, report.status());
    int bytes = 48 * 64 / 32 * 34;
    assertEquals(
        String.valueOf(Math.ceilDiv(2 << 20, bytes)),
        report.execution().details().get("weightCopies"));
  }

  @Test
  void whatFitsTheCachesIsNotCalledCold() throws IOException {
    ForkReport report = run(COLD, Samples.TINY, 1L << 50);
    assertEquals(State.MISTRUSTED, report.status().state());
    String reason = report.status().reasons().getFirst();
    assertTrue(reason.startsWith("not cold: "), reason);
    assertEquals(String.valueOf(2L << 50), report.execution().details().get("rotatedBytesNeeded"));
  }

  @Test
  void aReportThatAKilledAttemptLeftIsNotTaken() throws IOException {
    ForkRequest request = request(Samples.key(SPEC, "exits"), Samples.TINY, 1 << 20);
    Exchange left =
        new Exchange(Files.createDirectories(folder.resolve("scratch").resolve(request.label())));
    left.write(ForkMain.REPORT, Samples.valid(request.caseId(), 1, 5));
    ForkReport report = run("exits");
    assertEquals(State.CRASHED, report.status().state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork-report.json", "subject.json"})
  void aForkThatCannotWriteSaysNothingOfItsCase(String file) throws IOException {
    Exchange exchange = new Exchange(Files.createDirectories(folder.resolve("exchange")));
    exchange.write(ForkMain.REQUEST, request(Samples.key(SPEC, "none"), Samples.TINY, 1 << 20));
    Files.createDirectories(exchange.folder().resolve(file).resolve("in-the-way"));
    ForkedJvm jvm = new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
    String main = ForkMain.class.getName();
    String message =
        assertThrows(
                IOException.class,
                () ->
                    jvm.run("a", 60, List.of(), main, exchange.folder().toString())
                        .requireWritten())
            .getMessage();
    assertTrue(message.contains("cannot write " + exchange.folder().resolve(file)), message);
  }

  @Test
  void afterStopNoForkIsEvidence() {
    ForkedJvm jvm = new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
    jvm.stop();
    assertThrows(
        ForkInterruptedException.class,
        () -> jvm.run("a", 60, List.of(), ForkMain.class.getName(), "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong          | WRONG       | out of bound",
        "writes_nothing | WRONG       | not finite",
        "spoils_later   | WRONG       | after the timed loop",
        "drifts         | MISTRUSTED  | output changed",
        "refuse         | UNSUPPORTED | always refuses",
        "throw          | CRASHED     | broken on purpose",
        "exits          | CRASHED     | exit code 17",
        "segfault       | CRASHED     | SIGSEGV",
        "terminated     | CRASHED     | killed by SIGTERM",
      })
  void saysWhatWentWrong(String variant, State state, String reason) throws IOException {
    ForkReport report = run(variant);
    assertEquals(state, report.status().state(), report.status().toString());
    String reasons = String.join("; ", report.status().reasons());
    assertTrue(reasons.contains(reason), reasons);
    boolean ranToItsEnd = state == State.WRONG || state == State.MISTRUSTED;
    assertEquals(ranToItsEnd, report.accuracy() != null);
    assertEquals(ranToItsEnd, report.fork().outcome().isEmpty());
  }

  @Test
  void aCrashLeavesItsLog() throws IOException {
    ForkReport report = run("segfault");
    String log = report.status().reasons().getLast();
    assertTrue(log.startsWith("log: "), log);
    assertTrue(log.endsWith("-hs_err.log"), log);
    assertTrue(Files.size(Path.of(log.substring(5))) > 1000);
    assertNull(report.execution());
  }

  @Test
  void aHangIsEndedAndSaid() throws IOException {
    ForkReport report = run(Samples.key(SPEC, "hang"), Samples.TINY.withTimeoutSeconds(3));
    assertEquals(State.TIMEOUT, report.status().state());
    assertTrue(report.status().reasons().getFirst().contains("3 s"));
    assertNotNull(report.fork());
  }

  @Test
  void aKernelTooSlowForItsIterationsIsRefusedAtOnce() throws IOException {
    Profile long5 = new Profile("long", 1, 200, 200, 5, 6, 16, 1);
    ForkReport report = run(Samples.key(SPEC, "pauses"), long5);
    assertEquals(State.TIMEOUT, report.status().state());
    String reason = report.status().reasons().getFirst();
    assertTrue(reason.contains("one operation takes"), reason);
  }

  @Test
  void anUnknownDeviceAndAnUnknownFillAreNamed() throws IOException {
    var device = new CaseRecord.Key(SPEC, "faulty", "", "cuda7", 1, "hot", "gaussian");
    assertTrue(run(device, Samples.TINY).status().reasons().getFirst().contains("cuda7"));
    var fill = new CaseRecord.Key(SPEC, "faulty", "", "cpu", 1, "hot", "snow");
    assertTrue(run(fill, Samples.TINY).status().reasons().getFirst().contains("snow"));
  }
}
