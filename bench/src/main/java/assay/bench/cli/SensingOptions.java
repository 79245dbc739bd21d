package assay.bench.cli;

import assay.bench.telemetry.Sensing;
import assay.probe.Reading;
import assay.probe.instrument.Instruments;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Source;
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
  private Double hertz;

  @Option(
      names = "--meter",
      paramLabel = "INSTRUMENT",
      description = {
        "A power meter to ask beside the machine's own sensors; may be given repeatedly:",
        "scpi:HOST:PORT, usbtmc:/dev/usbtmc0, redfish:https://HOST/..., ipmi:, serial:/dev/ttyUSB0,"
            + " command:PROGRAM, mlperf:FILE, powermetrics:."
      })
  private List<String> meters = new ArrayList<>();

  /** Whether the user said anything about them. */
  boolean isGiven() {
    return !meters.isEmpty() || isRateGiven();
  }

  boolean isRateGiven() {
    return hertz != null;
  }

  /**
   * @throws UsageException for a rate or an instrument that cannot be meant
   */
  Sensing chosen() {
    double rate = hertz == null ? Sampler.DEFAULT_HERTZ : hertz;
    if (!meters.isEmpty() && rate == 0) {
      throw new UsageException(
          "--meter asks an instrument, --sample-rate 0 asks none; leave out one");
    }
    try {
      meters.forEach(SensingOptions::requireAnswer);
      return new Sensing(rate, meters);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--sample-rate: " + e.getMessage());
    }
  }

  /** An instrument that was named and does not answer is told at once, not after the run. */
  private static void requireAnswer(String meter) {
    try {
      switch (Instruments.open(meter)) {
        case Reading.Present<List<Source>> open -> open.value().forEach(Source::close);
        case Reading.Unavailable<List<Source>> refused ->
            throw new UsageException("--meter: " + Reading.why(refused));
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--meter %s: %s".formatted(meter, e.getMessage()));
    }
  }
}
