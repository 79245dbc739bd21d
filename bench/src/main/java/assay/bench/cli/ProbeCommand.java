package assay.bench.cli;

import assay.bench.plan.BackendChoice;
import assay.bench.subject.LastCache;
import assay.bench.subject.SubjectRequest;
import assay.bench.telemetry.Sensing;
import assay.bench.trial.SamplingCost;
import assay.bench.trial.SensorCheck;
import assay.bench.trial.SensorReport;
import assay.bench.trial.TrialText;
import assay.kernels.KernelUnavailableException;
import assay.probe.Machine;
import assay.probe.MachineJson;
import assay.probe.Probe;
import assay.probe.ProbeText;
import assay.probe.Sources;
import assay.probe.selftest.Finding;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Source;
import assay.reports.record.CaseRecord;
import assay.reports.record.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description =
        "Shows what is in this machine, sensors included, with the reason for each missing value.",
    footer = {
      "",
      "Example: assay probe --json > machine.json",
      "Example: assay probe --sensors --out sensors.json",
      "Example: assay probe --sampling-cost"
    })
final class ProbeCommand implements Callable<Integer> {

  /** Arithmetic in caches: what heats a chip most. */
  private static final String LOAD = "matmul:f32*f32:m1024,n256,k1024";

  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Option(
      names = "--sensors",
      description =
          "Put a load on and off for some forty seconds, and find each power sensor's update period,"
              + " lag, averaging window and noise, and whether it covers the load at all.")
  private boolean sensors;

  @Option(
      names = "--sampling-cost",
      description =
          "Repeat one kernel for two minutes with the sensors asked and not asked in turns, and say"
              + " what asking costs.")
  private boolean cost;

  @Option(
      names = "--backend",
      paramLabel = "ID[/VARIANT][@DEVICE]",
      description =
          "With --sensors and --sampling-cost: what makes the load. Default: vector, on every core.")
  private String backend;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "With --sensors: write what was found there as JSON, too.")
  private Path out;

  @Mixin private SensingOptions sensing = new SensingOptions();

  @Override
  public Integer call() throws IOException {
    if (sensors && cost) {
      throw new UsageException("--sensors and --sampling-cost are two trials; run one by one");
    }
    if (sensors) {
      return tryOut();
    }
    if (out != null) {
      throw new UsageException("--out belongs to --sensors");
    }
    if (cost) {
      return weighed();
    }
    if (backend != null || sensing.isGiven()) {
      throw new UsageException(
          "--backend and --meter belong to --sensors and --sampling-cost, and --sample-rate belongs"
              + " to --sampling-cost");
    }
    Machine machine = Probe.live();
    print(json ? MachineJson.write(machine) : ProbeText.render(machine));
    return ExitCode.OK;
  }

  /**
   * @return 3 when no sensor follows the load
   */
  private int tryOut() throws IOException {
    if (sensing.isRateGiven()) {
      throw new UsageException(
          "--sensors asks each sensor %.0f times a second; leave out --sample-rate"
              .formatted(SensorCheck.HERTZ));
    }
    Sensing asked = sensing.chosen();
    Found found = Sources.live(asked.meters());
    List<Source> tried = found.sources().stream().filter(SensorCheck::isTried).toList();
    found.sources().stream().filter(each -> !tried.contains(each)).forEach(Source::close);
    List<Finding> findings = tried.isEmpty() ? List.of() : run(tried);
    String text =
        SensorReport.write(
            new SensorReport(Instant.now().toString(), LOAD, choice(), findings, found.absences()));
    if (out != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      WholeFile.write(out, stream -> stream.write(bytes));
    }
    print(json ? text : TrialText.render(findings, found.absences()));
    return findings.stream().anyMatch(Finding::responds) ? ExitCode.OK : ExitCode.INCONCLUSIVE;
  }

  private int weighed() {
    if (json) {
      throw new UsageException("--sampling-cost says a sentence, no JSON; leave out --json");
    }
    print(weigh().sentence() + "\n");
    return ExitCode.OK;
  }

  private SamplingCost weigh() {
    Sensing asked = sensing.chosen();
    if (asked.hertz() == 0) {
      throw new UsageException("--sampling-cost asks the sensors; leave out --sample-rate 0");
    }
    System.err.printf("assay: measuring for %.0f s%n", SamplingCost.seconds());
    return loaded(load -> SamplingCost.measure(load, asked));
  }

  private List<Finding> run(List<Source> tried) {
    System.err.printf(
        "assay: trying %d sensors of power for %.0f s%n", tried.size(), SensorCheck.seconds());
    return loaded(load -> SensorCheck.run(tried, load, ProbeCommand::tell));
  }

  private <T> T loaded(Function<SubjectRequest, T> work) {
    BackendChoice choice = BackendChoice.parse(choice());
    int cores = Runtime.getRuntime().availableProcessors();
    var key =
        new CaseRecord.Key(
            LOAD, choice.backend(), choice.variant(), choice.device(), cores, "hot", "gaussian");
    long cache = LastCache.bytes(Probe.live().caches());
    var load = new SubjectRequest(key, 1, "", 16, cache, false, null, Sensing.NONE);
    try {
      return work.apply(load);
    } catch (KernelUnavailableException | IllegalArgumentException e) {
      throw new UsageException("--backend %s: %s".formatted(choice(), e.getMessage()));
    }
  }

  private static void tell(int phase, boolean loaded) {
    System.err.printf("assay: phase %d, %s%n", phase + 1, loaded ? "at work" : "at rest");
  }

  private String choice() {
    return backend == null ? "vector" : backend;
  }

  private void print(String text) {
    PrintWriter writer = command.commandLine().getOut();
    writer.print(text);
    writer.flush();
  }
}
