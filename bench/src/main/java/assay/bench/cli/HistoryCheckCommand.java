package assay.bench.cli;

import assay.reports.history.History;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads every record again and compares it with what was added.",
      "Exit code 2 when one is missing, damaged or changed."
    },
    footer = {"", "Example: assay history check"})
final class HistoryCheckCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Override
  public Integer call() {
    try (History history = place.toRead()) {
      PrintWriter out = command.commandLine().getOut();
      history.oddities().forEach(oddity -> out.println("note: " + oddity));
      List<String> faults = history.verify();
      if (faults.isEmpty()) {
        out.println("%d records are as they were added".formatted(history.size()));
      }
      out.flush();
      return place.warnOf(faults);
    }
  }
}
