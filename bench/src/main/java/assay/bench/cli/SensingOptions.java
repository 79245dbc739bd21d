package assay.bench.cli;

import assay.bench.telemetry.Sensing;
import assay.probe.telemetry.Sampler;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which sensors and instruments are asked, and how often. */
final class SensingOptions {

  @Option(
      names = "--sample-rate",
      paramLabel = "HZ",
      description =
          "How often sensors are asked while a case is measured, less often where they are slow to"
              + " answer; 0 for not at all. Default: 10.")
  private double hertz = Sampler.DEFAULT_HERTZ;

  @Option(
      names = "--meter",
      paramLabel = "INSTRUMENT",
      description = {
        "A power meter to ask beside the machine's own sensors; may be given repeatedly:",
        "scpi:HOST:PORT, usbtmc:/dev/usbtmc0, redfish:https://HOST/..., ipmi:, serial:/dev/ttyUSB0,"
            + " command:PROGRAM, mlperf:FILE."
      })
  private List<String> meters = new ArrayList<>();

  /**
   * @throws UsageException for a rate or an instrument that cannot be meant
   */
  Sensing chosen() {
    if (!meters.isEmpty() && hertz == 0) {
      throw new UsageException(
          "--meter asks an instrument, --sample-rate 0 asks none; leave out one");
    }
    try {
      return new Sensing(hertz, meters);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--sample-rate: " + e.getMessage());
    }
  }
}
