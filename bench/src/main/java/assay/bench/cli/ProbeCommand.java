package assay.bench.cli;

import assay.probe.Machine;
import assay.probe.MachineJson;
import assay.probe.Probe;
import assay.probe.ProbeText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description =
        "Shows what is in this machine, sensors included, with the reason for each missing value.",
    footer = {"", "Example: assay probe --json > machine.json"})
final class ProbeCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Override
  public Integer call() {
    Machine machine = Probe.live();
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? MachineJson.write(machine) : ProbeText.render(machine));
    out.flush();
    return ExitCode.OK;
  }
}
