package assay.bench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code assay}. */
@Command(
    name = "assay",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ProbeCommand.class,
      BackendsCommand.class,
      RunCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      GateCommand.class,
      InspectCommand.class,
      QuantizeCommand.class,
      ConformCommand.class,
      HistoryCommand.class,
      CommandLine.HelpCommand.class,
    },
    description = "Finds out what a chip is really worth for running open-weight models locally.",
    footer = {
      "",
      "Without a command: a quick run of this machine, a table here and a report beside it, in",
      "runs/<time>-quick under the current folder.",
      "",
      "Example: assay run --profile standard --backend vector --spec"
          + " matmul:q4_K*f32:m4096,n1,k14336"
    })
public final class Main implements Callable<Integer> {

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    Refusals refusals = new Refusals();
    CommandLine main = new CommandLine(new Main());
    // It is the library's own, without an example.
    CommandLine help = main.getSubcommands().get("help");
    help.getCommandSpec().usageMessage().footer("", "Example: assay help conform");
    return main.setExecutionExceptionHandler(refusals)
        .setParameterExceptionHandler(refusals)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100);
  }

  @Override
  public Integer call() throws Exception {
    return new RunCommand().call();
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var tool = assay.bench.run.Environment.tool();
      return new String[] {"assay " + tool.version() + " (" + tool.commit() + ")"};
    }
  }
}
