package assay.bench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    subcommands = {
      HistoryAddCommand.class,
      HistoryDetectCommand.class,
      HistoryListCommand.class,
      HistoryImportCommand.class,
      HistoryExportCommand.class,
      HistorySiteCommand.class,
      HistoryAnnotateCommand.class,
      HistoryAcknowledgeCommand.class,
      HistoryRebuildCommand.class,
      HistoryCheckCommand.class,
    },
    description = "Keeps runs, and tells how figures changed over them.",
    footer = {"", "Example: assay history add runs/20260304-100000-quick"})
final class HistoryCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    throw new ParameterException(
        command.commandLine(),
        "history does nothing by itself; name one of "
            + String.join(", ", command.subcommands().keySet()));
  }
}
