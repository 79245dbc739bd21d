package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.StoreAddress;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which history a command works on. */
final class HistoryPlace {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--store",
      paramLabel = "DIR|URL",
      description = {
        "Folder, or postgresql://user@host/database. By default what ASSAY_HISTORY says, else",
        "assay/history in XDG_DATA_HOME or ~/.local/share."
      })
  private String store;

  History toRead() {
    return History.toRead(StoreAddress.of(store, System.getenv()), this::warn);
  }

  History toWrite() {
    return History.toWrite(StoreAddress.of(store, System.getenv()), this::warn);
  }

  void warn(String sentence) {
    PrintWriter err = command.commandLine().getErr();
    err.println("assay: " + sentence);
    err.flush();
  }

  /** Tells what could not be read; whoever shows the rest must not say that all is well. */
  int warnOf(List<String> faults) {
    faults.forEach(this::warn);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }
}
