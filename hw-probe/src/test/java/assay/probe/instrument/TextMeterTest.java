package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMeterTest {

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
      Files.writeString(log, "17\n18", StandardOpenOption.APPEND);
      assertEquals(17, Reads.samples(source).getFirst().value());
      Files.writeString(log, ".5\n", StandardOpenOption.APPEND);
      assertEquals(18.5, Reads.samples(source).getFirst().value());
    }
  }

  @Test
  void ofAMegabyteWithoutAnEndNothingIsKept() throws Exception {
    Path log = folder.resolve("log");
    Files.writeString(log, "9".repeat(1 << 20) + "\n42\n");
    try (Source source = Reads.open("serial:" + log)) {
      assertEquals(42, Reads.samples(source).getFirst().value());
    }
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
        "2020-01-01T00:00:00Z 42"
      })
  void whatIsNoReadingIsAReason(String line) {
    Reading<Sample> said = new PlainLines(new EpochClock()).parse(line, 7).orElseThrow();
    assertFalse(said.isPresent(), said::toString);
  }

  @Test
  void aStampIsPlacedOnOurClock() {
    var lines = new PlainLines(new EpochClock());
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
    var lines = new MlperfLines(clock, ZoneId.of("UTC"), 2);
    String line =
        "Time,12-16-2020 18:03:15.344,Watts,22.900000,Volts,228.570000,Amps,0.206000,PF,0.486000,Mark,Run";
    Sample sample = lines.parse(line, 0).orElseThrow().asOptional().orElseThrow();
    assertEquals(22.9, sample.value());
    assertEquals(3_000_000_000L, sample.nanos());
    assertTrue(lines.parse("Notes,nothing", 0).isEmpty());
    assertFalse(lines.parse("Time,yesterday,Watts,5", 0).orElseThrow().isPresent());
    assertFalse(lines.parse("Time,12-16-2020 18:03:15.344,Volts,5", 0).orElseThrow().isPresent());
    assertFalse(lines.parse("Time", 0).orElseThrow().isPresent());
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
