package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMeterTest {

  private static final Stamps STAMPS = new Stamps(new EpochClock(), 0);

  @TempDir Path folder;

  private Path script(String body) throws IOException {
    Path file = folder.resolve("meter");
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  @Test
  void aProgramsLinesAreReadings() throws Exception {
    Path meter = script("echo '# a heading'; echo 41.5; echo 42.5; exec sleep 60\n");
    try (Source source = Reads.open("command:%s -v?scope=board&part=x".formatted(meter))) {
      assertEquals("x", source.channel().part());
      assertEquals(41.5, Reads.samples(source).getFirst().value());
    }
  }

  /** Three headings are two whole blocks; the second of them lacks the sum. */
  @Test
  void blocksOfPowermetricsAreReadings() throws Exception {
    String heading = "*** Sampled system activity (Fri Sep 11 13:41:46 2026) (%dms elapsed) ***";
    Path program = folder.resolve("powermetrics");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$*" = "--samplers cpu_power,gpu_power -i 1000" ] || exit 64
        echo 'Machine model: Mac14,2'
        echo '%s'; echo 'CPU Power: 823 mW'; echo 'Combined Power (CPU + GPU + ANE): 1172 mW'
        echo '%s'; echo 'CPU Power: 900 mW'
        echo '%s'
        exec sleep 60
        """
            .formatted(heading.formatted(1002), heading.formatted(998), heading.formatted(1000)));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Reading<List<Source>> opened =
        Kinds.powermetrics(
            MeterSpec.parse("powermetrics:"), Map.of("PATH", "/bin:/usr/bin:" + folder));
    try (Source source = opened.asOptional().orElseThrow().getFirst()) {
      assertEquals(Scope.PACKAGE, source.channel().scope());
      assertEquals(1.0, source.channel().windowSeconds().asOptional().orElseThrow());
      assertEquals(1.172, Reads.samples(source).getFirst().value(), 1e-12);
      assertTrue(Reads.refusal(source).contains("no line of power for COMBINED"));
    }
  }

  /** The heading comes when the block's second is over, the end of the block a second later. */
  @Test
  void aBlockIsOfTheTimeBeforeItsHeading() {
    String heading =
        "*** Sampled system activity (Fri Sep 11 13:41:46 2026) (1000.00ms elapsed) ***";
    PowerMetricsLines format = new PowerMetricsLines();
    assertTrue(format.parse(heading, 1_000).isEmpty());
    assertTrue(format.parse("Combined Power (CPU + GPU + ANE): 1172 mW", 1_001).isEmpty());
    Sample sample = format.parse(heading, 2_000).orElseThrow().asOptional().orElseThrow();
    assertEquals(new Sample(1_000, 1.172), sample);
  }

  @Test
  void aMachineWithoutPowermetricsSaysSo() {
    Reading<List<Source>> none =
        Kinds.powermetrics(MeterSpec.parse("powermetrics:"), Map.of("PATH", folder.toString()));
    assertTrue(none.isAbsent());
  }

  @Test
  void aProgramThatEndsSaysHow() throws Exception {
    try (Source source = Reads.open("command:" + script("echo 5; exit 3\n"))) {
      assertTrue(Reads.refusal(source).contains("exit code 3"));
    }
  }

  @Test
  void closingEndsTheProgram() throws Exception {
    Path alive = folder.resolve("alive");
    Path meter =
        script("while :; do echo 5; date +%%s%%N > %s; sleep 0.05; done\n".formatted(alive));
    Source source = Reads.open("command:" + meter);
    Reads.samples(source);
    source.close();
    Thread.sleep(500);
    String last = Files.readString(alive);
    Thread.sleep(300);
    assertEquals(last, Files.readString(alive));
  }

  @Test
  void aFileThatGrowsIsFollowed() throws Exception {
    Path log = folder.resolve("log");
    Files.writeString(log, "");
    try (Source source = Reads.open("serial:" + log)) {
      assertFalse(Reads.hasSamples(source.read()));
      Thread.sleep(300);
      Files.writeString(log, "17\n18", StandardOpenOption.APPEND);
      assertEquals(17, Reads.samples(source).getFirst().value());
      Files.writeString(log, ".5\n", StandardOpenOption.APPEND);
      assertEquals(18.5, Reads.samples(source).getFirst().value());
    }
  }

  /** Lines without a time that were there before are not of now. */
  @Test
  void whatWasInAFileBeforeIsNotOfNow() throws Exception {
    Path log = folder.resolve("log");
    Files.writeString(log, "1\n2\n3");
    try (Source source = Reads.open("serial:" + log)) {
      Thread.sleep(300);
      Files.writeString(log, "3\n42\n", StandardOpenOption.APPEND);
      assertEquals(42, Reads.samples(source).getFirst().value());
    }
  }

  @Test
  void ofAMegabyteWithoutAnEndNothingIsKept() throws Exception {
    Path meter =
        script("echo 41; head -c 1000000 /dev/zero | tr '\\0' ' '; echo 5; echo 42; sleep 60\n");
    try (Source source = Reads.open("command:" + meter)) {
      var values = new ArrayList<Double>();
      assertTrue(Reads.refusal(source).contains("longer than 4096 bytes"));
      while (!values.contains(42.0)) {
        Reads.samples(source).forEach(sample -> values.add(sample.value()));
      }
      assertFalse(values.contains(5.0), values::toString);
    }
  }

  @Test
  void aLineCutShortIsNoReading() throws Exception {
    try (Source source = Reads.open("command:" + script("echo 41; printf 4; exit 0\n"))) {
      Thread.sleep(500);
      var values = new ArrayList<Double>();
      for (int i = 0; i < 4; i++) {
        source.read().asOptional().ifPresent(all -> all.forEach(each -> values.add(each.value())));
      }
      assertEquals(List.of(41.0), values);
    }
  }

  /** A serial line is opened in the middle of what it says, and may be pulled out. */
  @Test
  void aDeviceIsJoinedAtItsNextLineAndOpenedAgain() throws Exception {
    Path pipe = folder.resolve("tty");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (Source source = Reads.open("serial:" + pipe)) {
      try (var out = Files.newOutputStream(pipe)) {
        out.write("1.5\n41.5\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertEquals(List.of(41.5), valuesUntil(source, "closed"));
      try (var out = Files.newOutputStream(pipe)) {
        out.write("2.5\n42.5\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertEquals(List.of(42.5), valuesUntil(source, "closed"));
    }
  }

  /** What it told before and just after this reason, which may be told first. */
  private static List<Double> valuesUntil(Source source, String reason)
      throws InterruptedException {
    var values = new ArrayList<Double>();
    boolean told = false;
    for (int i = 0; i < 500 && !(told && !values.isEmpty()); i++) {
      Reading<List<Sample>> said = source.read();
      said.asOptional().ifPresent(all -> all.forEach(each -> values.add(each.value())));
      told |= !said.isPresent() && Reading.why(said).contains(reason);
      Thread.sleep(20);
    }
    assertTrue(told, () -> reason + " was not told, but " + values);
    return values;
  }

  @Test
  void whatCannotBeOpenedIsSaidAtOnce() {
    assertTrue(Instruments.open("serial:/dev/none").toString().contains("absent"));
    assertTrue(Instruments.open("mlperf:" + folder).toString().contains("folder"));
    assertTrue(Instruments.open("command:/none/such").toString().contains("absent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forty",
        "1e999",
        "NaN",
        "1 2 3",
        "5 W",
        "2020-01-01 42",
        "12345 42",
        "2020-01-01T00:00:00Z 42",
        "2999-01-01T00:00:00Z 42",
        "41,5",
        "1e300 42",
        "42,",
        "42 \uFFFD"
      })
  void whatIsNoReadingIsAReason(String line) {
    Reading<Sample> said = new PlainLines(STAMPS).parse(line, 7).orElseThrow();
    assertFalse(said.isPresent(), said::toString);
  }

  @Test
  void aStampIsPlacedOnOurClock() {
    var lines = new PlainLines(STAMPS);
    long before = System.nanoTime();
    for (String stamp :
        List.of(
            Instant.now().toString(),
            String.format(java.util.Locale.ROOT, "%.6f", System.currentTimeMillis() / 1e3))) {
      Sample sample = lines.parse(stamp + ", 42.25", 7).orElseThrow().asOptional().orElseThrow();
      assertEquals(42.25, sample.value());
      assertEquals(before, sample.nanos(), 1e9);
    }
    assertEquals(7, lines.parse("3", 7).orElseThrow().asOptional().orElseThrow().nanos());
  }

  @Test
  void mlperfsLogIsRead() {
    var clock = new EpochClock(() -> 1_608_141_795_344_000L, () -> 5_000_000_000L);
    var lines = new MlperfLines(new Stamps(clock, 2), ZoneId.of("UTC"));
    String line =
        "Time,12-16-2020 18:03:15.344,Watts,22.900000,Volts,228.570000,Amps,0.206000,PF,0.486000,Mark,Run";
    Sample sample = lines.parse(line, 0).orElseThrow().asOptional().orElseThrow();
    assertEquals(22.9, sample.value());
    assertEquals(3_000_000_000L, sample.nanos());
    assertTrue(lines.parse("Notes,nothing", 0).isEmpty());
    assertTrue(lines.parse("Time,11-07-2020 17:49:06.145,NOTICE,Analyzer is WT310", 0).isEmpty());
    String bad = "Time,11-07-2020 17:54:49.071,ERROR,Bad volts reading nan from WT310";
    assertTrue(lines.parse(bad, 0).orElseThrow().toString().contains("Bad volts"));
    assertFalse(lines.parse(line.replace("22.9", "nan"), 0).orElseThrow().isPresent());
    assertTrue(
        lines.parse(line.replace("2020", "2019"), 0).orElseThrow().toString().contains("s old"));
    assertTrue(
        lines
            .parse(line.replace("18:03", "19:03"), 0)
            .orElseThrow()
            .toString()
            .contains("in the future"));
    assertFalse(lines.parse("Time,yesterday,Watts,5", 0).orElseThrow().isPresent());
    assertFalse(lines.parse("Time,12-16-2020 18:03:15.344,Volts,5", 0).orElseThrow().isPresent());
    assertFalse(lines.parse("Time", 0).orElseThrow().isPresent());
  }

  @Test
  void mlperfsLogIsFollowed() throws Exception {
    Path log = folder.resolve("spl.txt");
    var time = DateTimeFormatter.ofPattern("MM-dd-yyyy HH:mm:ss.SSS");
    String now = time.format(LocalDateTime.now(ZoneId.of("UTC")).plusSeconds(30));
    Files.writeString(
        log, "Time,%s,Watts,-1.0\nTime,%s,Watts,22.9,Volts,228\n".formatted(now, now));
    try (Source source = Reads.open("mlperf:" + log + "?zone=UTC&offset=30")) {
      assertTrue(source.channel().source().contains("offset 30 s"), source.channel()::toString);
      assertTrue(Reads.refusal(source).contains("-1.0 W, which cannot be"));
      Sample sample = Reads.samples(source).getFirst();
      assertEquals(22.9, sample.value());
      assertEquals(System.nanoTime(), sample.nanos(), 20e9);
    }
  }

  @Test
  void programsComeFromWhereTheSystemKeepsThem() throws IOException {
    Path meter = script("echo 1\n");
    var path = java.util.Map.of("PATH", ".::relative:" + folder);
    assertEquals(meter, Programs.find("meter", path).orElseThrow());
    assertTrue(Programs.find("./meter", path).isEmpty());
    assertTrue(Programs.find("meter", java.util.Map.of("PATH", ".:")).isEmpty());
    assertTrue(Programs.find("/nonexistent", path).isEmpty());
  }
}
