package assay.bench.cli;

import assay.reports.history.History;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the tables again from the records. Happens by itself when they are missing, damaged or",
      "of another version. Exit code 2 when a record could not be read."
    },
    footer = {"", "Example: assay history rebuild"})
final class HistoryRebuildCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Override
  public Integer call() {
    try (History history = place.toWrite()) {
      history.rebuild();
      command.commandLine().getOut().println("rebuilt from %d records".formatted(history.size()));
      command.commandLine().getOut().flush();
      return place.warnOf(history.faults());
    }
  }
}
