package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.UnusableHistoryException;
import assay.reports.record.UnreadableRecordException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds runs. Each goes in whole or not at all; adding the same run twice changes nothing.",
      "Exit code 2 when one of them is unreadable, unfinished, or another run of an id that is taken."
    },
    footer = {"", "Example: assay history add runs/20260304-100000-quick"})
final class HistoryAddCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders or record files.")
  private List<Path> runs;

  @Option(
      names = "--as",
      paramLabel = "ID",
      description = "Keep the run under this id; two machines may have given one id to two runs.")
  private String as;

  @Override
  public Integer call() {
    if (as != null && runs.size() > 1) {
      throw new UsageException("--as names one run; add the others by themselves");
    }
    int code = ExitCode.OK;
    try (History history = place.toWrite()) {
      place.warnOf(history.faults());
      for (Path run : runs) {
        try {
          print(history.add(run, Optional.ofNullable(as)));
        } catch (UnreadableRecordException | UnusableHistoryException e) {
          // The next one may be fine, and is wanted.
          place.warn(e.getMessage());
          code = ExitCode.USAGE;
        }
      }
    }
    return code;
  }

  private void print(History.Added added) {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        added.isNew()
            ? "added %s: %d cases, %d points".formatted(added.id(), added.cases(), added.points())
            : "%s is in the history already; nothing was changed".formatted(added.id()));
    added.remarks().forEach(remark -> out.println("note: " + remark));
    out.flush();
  }
}
