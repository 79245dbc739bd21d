package assay.bench.cli;

import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.Sensing;
import assay.bench.trial.SensorReport;
import assay.probe.selftest.Finding;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What a trial of the sensors found, for energy to be reckoned with. */
final class TrialOption {

  @Option(
      names = "--sensor-trial",
      paramLabel = "FILE",
      description =
          "What 'assay probe --sensors --out FILE' found on this machine: sensors then count as slow,"
              + " late and averaging as they were found, not as their makers state.")
  private Path file;

  /**
   * @throws UsageException for a file that is no trial of these sensors
   */
  Sensing appliedTo(Sensing chosen) {
    if (file == null) {
      return chosen;
    }
    if (chosen.hertz() == 0) {
      throw new UsageException(
          "--sensor-trial is about sensors, --sample-rate 0 asks none; leave out one");
    }
    List<Finding> findings = findings();
    List<Source> sources = CaseSources.ofMachine(chosen);
    List<Channel> here = sources.stream().map(Source::channel).toList();
    sources.forEach(Source::close);
    if (findings.stream().noneMatch(finding -> here.stream().anyMatch(finding::isOf))) {
      throw new UsageException(
          "--sensor-trial %s: none of its %d sensors is on this machine; run assay probe --sensors"
                  .formatted(file, findings.size())
              + " --out FILE here, with the same --meter");
    }
    return chosen.with(findings);
  }

  private List<Finding> findings() {
    try {
      return SensorReport.read(file).findings();
    } catch (IOException e) {
      throw new UsageException("--sensor-trial: " + e.getMessage());
    }
  }
}
