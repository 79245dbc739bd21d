package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.Sensing;
import assay.bench.trial.SensorReport;
import assay.probe.Reading;
import assay.probe.selftest.Finding;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrialOptionTest {

  @TempDir private Path folder;
  private String meter;

  @BeforeEach
  void aMeterThatSaysAWattASecond() throws IOException {
    Path script = folder.resolve("meter");
    Files.writeString(script, "#!/bin/sh\nwhile echo 41; do sleep 1; done\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    meter = "command:" + script;
  }

  private static Channel power(Sensing sensing) {
    List<Source> sources = CaseSources.ofMachine(sensing);
    sources.forEach(Source::close);
    return sources.stream()
        .map(Source::channel)
        .filter(each -> each.source().contains("meter"))
        .findFirst()
        .orElseThrow();
  }

  private Path trialOf(Channel channel) throws IOException {
    Finding finding =
        new Finding(
            channel,
            Reading.of(1.0, "s", "self-test"),
            Reading.of(0.25, "s", "self-test"),
            Reading.of(3.0, "s", "self-test"),
            Reading.of(0.5, "W", "self-test"),
            Reading.of(40.0, "W", "self-test"),
            Reading.of(60.0, "W", "self-test"),
            "");
    var report = new SensorReport("", "", "", List.of(finding), List.of());
    return Files.writeString(folder.resolve("trial.json"), SensorReport.write(report));
  }

  private static Sensing applied(Path file, Sensing chosen) {
    TrialOption option = new TrialOption();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("trial", CommandLine.Model.CommandSpec.forAnnotatedObject(option)))
        .parseArgs("--sensor-trial", file.toString());
    return option.appliedTo(chosen);
  }

  @Test
  void aSensorCountsAsTheTrialFoundIt() throws IOException {
    Sensing chosen = new Sensing(10, List.of(meter));
    Channel stated = power(chosen);
    Channel tried = power(applied(trialOf(stated), chosen));
    assertEquals(stated.id(), tried.id());
    assertEquals(Reading.of(1.25, "s", "self-test, period and lag"), tried.periodSeconds());
    assertEquals(Reading.of(3.0, "s", "self-test"), tried.windowSeconds());
  }

  @Test
  void aTrialOfAnotherMachineIsRefused() throws IOException {
    Path trial = trialOf(Channel.of("other", "", Measure.POWER, Scope.WALL, "", "elsewhere"));
    String said =
        assertThrows(UsageException.class, () -> applied(trial, new Sensing(10, List.of(meter))))
            .getMessage();
    assertTrue(said.contains("none of its 1 sensors is on this machine"), said);
  }

  @Test
  void aTrialAndNoSensorsAreRefused() throws IOException {
    Path trial = trialOf(Channel.of("other", "", Measure.POWER, Scope.WALL, "", "elsewhere"));
    assertTrue(
        assertThrows(UsageException.class, () -> applied(trial, Sensing.NONE))
            .getMessage()
            .contains("leave out one"));
  }
}
